import type { Feature } from "../../../client/src/index";
import { showLock } from "../account/lock";
import { byId, fromTemplate, part } from "../dom";
import { gatehouse } from "../gatehouse";
import { load, save } from "../storage";
import { text } from "../text";
import { advancedBands, bandLabel, basicBands, maxDecibel, readGains } from "./bands";
import { Engine } from "./engine";
import { drawSpectrum } from "./spectrum";

const engine = new Engine();
const { audio } = engine;
const settings = { volume: 0.8, wantsTen: false, three: readGains([], basicBands), ten: readGains([], advancedBands) };
let isUnlocked = false;

/** Brings the player to life with what was last set. */
export async function startPlayer(): Promise<void> {
  readSettings(await load("sample:player"));
  bindTransport();
  byId("three-bands", HTMLElement).addEventListener("click", () => chooseBands(false));
  byId("ten-bands", HTMLElement).addEventListener("click", () => chooseBands(true));
  drawSpectrum(byId("spectrum", HTMLCanvasElement), () => engine.readSpectrum());
  showBands();
}

/** Ten bands while `advanced_audio` is active. When it stops being active the sound goes back to three by itself. */
export function applyAudioRight(feature: Feature): void {
  const hasChanged = isUnlocked !== feature.active;
  isUnlocked = feature.active;
  byId("ten-bands", HTMLElement).querySelector(".lock")?.toggleAttribute("hidden", isUnlocked);
  if (hasChanged) showBands();
  const lock = byId("audio-lock", HTMLElement);
  if (settings.wantsTen || isUnlocked) showLock(lock, feature);
}

/** What a rule asks for. */
export function pausePlayer(): void {
  audio.pause();
}

function bindTransport(): void {
  const [play, seek, volume] = [byId("play", HTMLElement), range("seek"), range("volume")];
  volume.value = String(settings.volume);
  audio.volume = settings.volume;
  play.addEventListener("click", () => void engine.toggle().catch(() => showTitle(text("unplayable"))));
  seek.addEventListener("input", () => {
    audio.currentTime = Number(seek.value);
    reach(seek);
  });
  volume.addEventListener("input", () => {
    settings.volume = audio.volume = Number(volume.value);
    reach(volume);
    keepSettings();
  });
  byId("file", HTMLInputElement).addEventListener("change", ({ currentTarget }) => {
    const file = currentTarget instanceof HTMLInputElement ? currentTarget.files?.[0] : null;
    if (!file) return;
    showTitle(file.name);
    engine.open(file);
    void engine.toggle().catch(() => showTitle(text("unplayable")));
  });
  for (const event of ["play", "pause"]) audio.addEventListener(event, showPlaying);
  for (const event of ["timeupdate", "durationchange"]) audio.addEventListener(event, showTime);
  showTime();
  reach(volume);
}

function showPlaying(): void {
  const play = byId("play", HTMLElement);
  const doing = audio.paused ? "play" : "pause";
  play.ariaLabel = text(doing);
  play.title = play.ariaLabel;
  document.getElementById("play-icon")?.setAttribute("href", `mark.svg#${doing}`);
}

function showTime(): void {
  const duration = Number.isFinite(audio.duration) ? audio.duration : 0;
  const seek = range("seek");
  seek.max = String(duration || 1);
  seek.value = String(audio.currentTime);
  seek.setAttribute("aria-valuetext", clock(audio.currentTime));
  byId("time", HTMLElement).textContent = clock(audio.currentTime);
  byId("duration", HTMLElement).textContent = clock(duration);
  reach(seek);
}

function chooseBands(wantsTen: boolean): void {
  settings.wantsTen = wantsTen;
  keepSettings();
  showBands();
  if (wantsTen) void gatehouse.getFeature("advanced_audio").then((feature) => showLock(lockPlace(), feature));
  else lockPlace().replaceChildren();
  if (!wantsTen) delete lockPlace().dataset.shown;
}

const lockPlace = () => byId("audio-lock", HTMLElement);

function showBands(): void {
  const isTen = settings.wantsTen && isUnlocked;
  const [bands, gains] = isTen ? [advancedBands, settings.ten] : [basicBands, settings.three];
  byId("three-bands", HTMLElement).ariaPressed = String(!isTen);
  byId("ten-bands", HTMLElement).ariaPressed = String(isTen);
  engine.equalise(isTen, gains);
  if (isTen) void gatehouse.markUsed("advanced_audio");
  const sliders = bands.map((band, index) => {
    const label = fromTemplate("band");
    const slider = part(label, "input", HTMLInputElement);
    slider.ariaLabel = text("bandName", band.hertz);
    slider.value = String(gains[index] ?? 0);
    part(label, "span", HTMLElement).textContent = bandLabel(band);
    const show = () => {
      slider.setAttribute("aria-valuetext", text("decibel", slider.value));
      reach(slider);
    };
    slider.addEventListener("input", () => {
      gains[index] = Number(slider.value);
      engine.equalise(isTen, gains);
      keepSettings();
      show();
    });
    show();
    return label;
  });
  byId("bands", HTMLElement).replaceChildren(...sliders);
}

function readSettings(stored: unknown): void {
  if (typeof stored !== "object" || stored === null) return;
  const { volume, wantsTen, three, ten }: { [K in keyof typeof settings]?: unknown } = stored;
  if (typeof volume === "number" && volume >= 0 && volume <= 1) settings.volume = volume;
  settings.wantsTen = wantsTen === true;
  settings.three = readGains(three, basicBands);
  settings.ten = readGains(ten, advancedBands);
}

function keepSettings(): void {
  void save("sample:player", settings);
}

function showTitle(title: string): void {
  byId("title", HTMLElement).textContent = title;
}

function range(id: string): HTMLInputElement {
  return byId(id, HTMLInputElement);
}

/** Colours a slider up to its thumb. */
function reach(slider: HTMLInputElement): void {
  const [least, most] = [Number(slider.min || -maxDecibel), Number(slider.max || maxDecibel)];
  slider.style.setProperty("--reach", `${((Number(slider.value) - least) / (most - least)) * 100}%`);
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
