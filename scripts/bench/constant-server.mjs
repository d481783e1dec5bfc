import { createServer } from "node:http";

// The yardstick: a constant JSON answer from node:http and nothing else.
const body = JSON.stringify({ status: "ok" });
const server = createServer((_request, response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
  response.end(body);
});
server.listen(Number(process.argv[2]), "127.0.0.1");
