import { advancedBands, type Band, basicBands } from "./bands";
import { composeLoop } from "./loop";

/** Plays one file at a time through an equaliser. The audio graph is made with the first sound, as browsers ask. */
export class Engine {
  readonly audio = new Audio();
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #filters: BiquadFilterNode[] = [];
  #source: MediaElementAudioSourceNode | null = null;
  #bands: readonly Band[] = basicBands;
  #gains: readonly number[] = [];
  #url = "";

  constructor() {
    this.audio.loop = true;
  }

  /** Opens a file from the disk, or the music that the extension composes itself. It never leaves this page. */
  open(file: Blob | "loop"): void {
    if (this.#url !== "") URL.revokeObjectURL(this.#url);
    this.#url = URL.createObjectURL(file === "loop" ? composeLoop() : file);
    this.audio.src = this.#url;
  }

  async toggle(): Promise<void> {
    if (!this.audio.paused) return this.audio.pause();
    if (this.#url === "") this.open("loop");
    this.#prepare();
    await this.#context?.resume();
    await this.audio.play();
  }

  /** Three bands, or ten; with the gain of each in decibels. */
  equalise(isAdvanced: boolean, gains: readonly number[]): void {
    const bands = isAdvanced ? advancedBands : basicBands;
    const isSame = bands === this.#bands && this.#filters.length === bands.length;
    this.#bands = bands;
    this.#gains = gains;
    if (this.#context && !isSame) this.#connect();
    this.#filters.forEach((filter, index) => {
      filter.gain.value = gains[index] ?? 0;
    });
  }

  /** How loud each part of the sound is now, 0 to 255; null before the first sound. */
  readSpectrum(): Uint8Array | null {
    if (!this.#analyser) return null;
    const levels = new Uint8Array(this.#analyser.frequencyBinCount);
    this.#analyser.getByteFrequencyData(levels);
    return levels;
  }

  #prepare(): void {
    if (this.#context) return;
    this.#context = new AudioContext();
    this.#source = this.#context.createMediaElementSource(this.audio);
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 2_048;
    this.#analyser.smoothingTimeConstant = 0.82;
    this.#analyser.connect(this.#context.destination);
    this.#connect();
  }

  /** source → each band → analyser → ear */
  #connect(): void {
    const context = this.#context;
    if (!context || !this.#source || !this.#analyser) return;
    this.#source.disconnect();
    for (const filter of this.#filters) filter.disconnect();
    this.#filters = this.#bands.map(
      ({ type, hertz }, index) =>
        new BiquadFilterNode(context, { type, frequency: hertz, Q: 1.1, gain: this.#gains[index] ?? 0 }),
    );
    let last: AudioNode = this.#source;
    for (const filter of this.#filters) last = last.connect(filter);
    last.connect(this.#analyser);
  }
}
