const bars = 40;
const lowestHertz = 40;
const highestHertz = 16_000;

/**
 * Draws the sound as bars while the page is seen, and stops with the page. Whoever asked for less motion gets a line that
 * moves four times a second.
 */
export function drawSpectrum(canvas: HTMLCanvasElement, read: () => Uint8Array | null): void {
  const brush = canvas.getContext("2d");
  if (!brush) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scale = devicePixelRatio;
  canvas.width = canvas.clientWidth * scale;
  canvas.height = canvas.clientHeight * scale;
  let drawnAt = Number.NEGATIVE_INFINITY;

  function frame(now: number): void {
    requestAnimationFrame(frame);
    if (isCalm && now - drawnAt < 250) return;
    drawnAt = now;
    draw();
  }

  function draw(): void {
    if (!brush) return;
    const { width, height } = canvas;
    const levels = read();
    brush.clearRect(0, 0, width, height);
    brush.fillStyle = getComputedStyle(canvas).color;
    const step = width / bars;
    for (let bar = 0; bar < bars; bar += 1) {
      const level = levels ? (levels[binOf(bar, levels.length)] ?? 0) / 255 : 0;
      const tall = Math.max(2 * scale, level * height);
      brush.beginPath();
      brush.roundRect(bar * step + step * 0.2, height - tall, step * 0.6, tall, step * 0.3);
      brush.fill();
    }
  }
  requestAnimationFrame(frame);
}

/** Ears hear octaves: each bar is a step of the same ratio. Assumes the usual 48 kHz. */
function binOf(bar: number, bins: number): number {
  const hertz = lowestHertz * (highestHertz / lowestHertz) ** (bar / (bars - 1));
  return Math.min(bins - 1, Math.round((hertz / 24_000) * bins));
}
