import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

/** `npm run lease:roots`: makes the two root keys of leases and says what to do with each. Nothing is stored anywhere. */
async function makeRoot() {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const [publicHalf, privateHalf] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  const kid = await calculateJwkThumbprint(publicHalf);
  return {
    publicJwk: { kid, ...publicHalf },
    secret: Buffer.from(JSON.stringify({ kid, ...privateHalf })).toString("base64url"),
  };
}

const first = await makeRoot();
const spare = await makeRoot();
console.log(`
Two new root keys. This is the only time that you see them.

1. The server's root. Put this line into the environment of the server, and nowhere else:

LEASE_ROOT_KEY=${first.secret}

2. The spare root. Write it down and keep it offline, in a safe or a password manager, not on the server. When the
   server's root is lost, this one becomes LEASE_ROOT_KEY, and every extension out there goes on working:

${spare.secret}

3. The public halves of both. They are no secret: put them into the configuration of your extension, as they are:

roots: ${JSON.stringify([first.publicJwk, spare.publicJwk], null, 2)}
`);
