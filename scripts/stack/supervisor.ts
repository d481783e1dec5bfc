import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { endProcess } from "../process/end-process";
import { projectRoot } from "../project-root";
import { lastLines } from "./last-lines";
import { recordProcess } from "./pid-registry";

/** One program of the stack: a Node script with its arguments and its whole environment. */
export interface Program {
  name: string;
  /** A .ts file of this project is run with tsx. */
  script: string;
  args?: string[];
  env?: Record<string, string | undefined>;
}

/** The stack can't go on; the message ends with the last lines of the log in question. */
export class StackError extends Error {
  override name = "StackError";
}

/** Someone asked us to stop in the middle of something. */
export class Stopped extends Error {
  override name = "Stopped";
}

type Stop = () => Promise<void>;

/**
 * Starts the programs of one stack and ends them in the reverse order. Each runs in a process group of its own, so that
 * Ctrl-C reaches only us, logs into a file of `folder`, and is written down there for the start after a kill -9.
 */
export class Supervisor {
  private readonly stops: Stop[] = [];
  private readonly deaths: Promise<never>;
  private die: (error: Error) => void = () => {};
  private stopping: Promise<void> | null = null;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.deaths = new Promise((_, reject) => {
      this.die = reject;
    });
    // Whoever waits hears of it; when nobody does at that moment it is still no unhandled rejection.
    this.deaths.catch(() => {});
  }

  /** Starts a program that should run until it is told to stop; its end before that ends the stack. */
  start(program: Program): void {
    const child = this.spawn(program);
    child.once("exit", (code, signal) => {
      if (this.stopping === null) this.die(this.failure(program, code ?? signal));
    });
  }

  /** Runs a program to its end. */
  async run(program: Program): Promise<void> {
    const child = this.spawn(program);
    const ended = new Promise<void>((resolve, reject) => {
      child.once("exit", (code, signal) => (code === 0 ? resolve() : reject(this.failure(program, code ?? signal))));
    });
    await this.unlessStopped(ended);
  }

  /** Ends the stack because of a failure outside its processes. */
  fail(error: Error): void {
    this.die(error);
  }

  /** Remembers something else to stop, in the same reverse order. */
  onStop(stop: Stop): void {
    this.stops.push(stop);
  }

  /** The work's result, or an error as soon as a program has died or a stop was asked for. */
  async unlessStopped<T>(work: Promise<T>): Promise<T> {
    const result = await Promise.race([work, this.deaths]);
    if (this.stopping !== null) throw new Stopped();
    return result;
  }

  /** Never resolves; rejects when a program of the stack has died or a stop was asked for. */
  untilDeath(): Promise<never> {
    return this.deaths;
  }

  /** Ends everything, last started first. Safe to call again. */
  stopAll(): Promise<void> {
    this.stopping ??= (async () => {
      this.die(new Stopped());
      for (const stop of this.stops.reverse()) await stop();
    })();
    return this.stopping;
  }

  private spawn(program: Program): ChildProcess {
    if (this.stopping !== null) throw new Stopped();
    const log = openSync(this.logFile(program), "w");
    const runner = program.script.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
    const child = spawn(process.execPath, [...runner, program.script, ...(program.args ?? [])], {
      cwd: projectRoot,
      env: { ...process.env, ...program.env },
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    const { pid } = child;
    if (pid === undefined) throw new StackError(`${program.name} could not be started.`);
    recordProcess(this.folder, program.name, pid);
    this.stops.push(() => endProcess(pid, 15_000));
    return child;
  }

  private failure(program: Program, reason: number | string | null): StackError {
    const lines = lastLines(this.logFile(program), 25);
    return new StackError(`${program.name} ended (${reason}). The end of ${this.logFile(program)}:\n${lines}`);
  }

  private logFile(program: Program): string {
    return path.join(this.folder, `${program.name}.log`);
  }
}
