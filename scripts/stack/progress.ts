/** Tells what goes on: one line per step that counts its seconds, on a terminal in place. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const tty = process.stdout.isTTY === true;
  const elapsed = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const show = () => process.stdout.write(tty ? `\r  ${title} … ${elapsed()} ` : `  ${title} … ${elapsed()}\n`);
  const timer = setInterval(show, tty ? 200 : 15_000);
  try {
    const result = await work();
    process.stdout.write(`${tty ? "\r" : ""}  ${title}: ${elapsed()}${tty ? "     " : ""}\n`);
    return result;
  } catch (error) {
    if (tty) process.stdout.write("\n");
    throw error;
  } finally {
    clearInterval(timer);
  }
}
