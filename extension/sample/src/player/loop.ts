const sampleRate = 22_050;
const beatsPerMinute = 84;
const beatSeconds = 60 / beatsPerMinute;
const bars = 8;

/** The chords of the loop, as frequencies of their root, third, fifth and ninth. */
const chords = [
  [130.81, 196, 246.94, 329.63],
  [110, 164.81, 261.63, 392],
  [87.31, 174.61, 220, 329.63],
  [98, 146.83, 246.94, 293.66],
];

/** A quiet piece of music, computed here so that nothing has to be shipped: a WAV file that repeats without a seam. */
export function composeLoop(): Blob {
  const seconds = bars * 4 * beatSeconds;
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  for (let bar = 0; bar < bars; bar += 1) {
    const chord = chords[bar % chords.length] ?? [];
    const start = bar * 4 * beatSeconds;
    addNote(samples, start, (chord[0] ?? 110) / 2, 3.2, 0.3);
    addNote(samples, start + 2.5 * beatSeconds, (chord[0] ?? 110) / 2, 1.2, 0.2);
    for (let eighth = 0; eighth < 8; eighth += 1) {
      const hertz = (chord[[1, 2, 3, 2, 1, 3, 2, 3][eighth] ?? 0] ?? 220) * 2;
      addNote(samples, start + (eighth * beatSeconds) / 2, hertz, 0.9, 0.1);
      addTick(samples, start + (eighth * beatSeconds) / 2, eighth % 2 === 0 ? 0.025 : 0.05);
    }
  }
  return new Blob([wavHeader(samples.length), toPcm(samples)], { type: "audio/wav" });
}

/** A plucked tone with two overtones. What rings beyond the end rings on at the beginning. */
function addNote(samples: Float32Array, start: number, hertz: number, seconds: number, level: number): void {
  const first = Math.round(start * sampleRate);
  const count = Math.round(seconds * sampleRate);
  for (let index = 0; index < count; index += 1) {
    const time = index / sampleRate;
    const turn = 2 * Math.PI * hertz * time;
    const tone = Math.sin(turn) + 0.35 * Math.sin(2 * turn) * Math.exp(-4 * time) + 0.12 * Math.sin(3 * turn);
    const envelope = Math.min(1, time / 0.006) * Math.exp((-3.5 * time) / seconds) * (1 - index / count);
    const place = (first + index) % samples.length;
    samples[place] = (samples[place] ?? 0) + level * tone * envelope;
  }
}

/** A brush of noise; the same one every time, so that the loop is always the same file. */
function addTick(samples: Float32Array, start: number, level: number): void {
  const first = Math.round(start * sampleRate);
  let seed = 22_011;
  for (let index = 0; index < sampleRate * 0.05; index += 1) {
    seed = (seed * 16_807) % 2_147_483_647;
    const place = (first + index) % samples.length;
    samples[place] = (samples[place] ?? 0) + level * (seed / 1_073_741_823.5 - 1) * Math.exp(-index / 220);
  }
}

function toPcm(samples: Float32Array): ArrayBuffer {
  const pcm = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, index) => {
    pcm.setInt16(index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  });
  return pcm.buffer;
}

/** The 44 bytes before the samples of a WAV file: mono, 16 bits. */
function wavHeader(sampleCount: number): ArrayBuffer {
  const header = new DataView(new ArrayBuffer(44));
  const text = (offset: number, value: string) => {
    for (let index = 0; index < value.length; index += 1) header.setUint8(offset + index, value.charCodeAt(index));
  };
  text(0, "RIFF");
  header.setUint32(4, 36 + sampleCount * 2, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, sampleCount * 2, true);
  return header.buffer;
}
