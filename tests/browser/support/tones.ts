// A WAV file with one steady tone: each person's microphone has a pitch of its own.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RATE = 48_000;
const SECONDS = 4;

/** Writes a mono 16-bit WAV of `hertz` into `folder` and returns its path. Chromium loops it. */
export function toneFile(folder: string, hertz: number): string {
  const samples = RATE * SECONDS;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // mono
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    const value = Math.sin((2 * Math.PI * hertz * i) / RATE) * 0.5;
    wav.writeInt16LE(Math.round(value * 32_767), 44 + i * 2);
  }
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `tone-${hertz}.wav`);
  writeFileSync(path, wav);
  return path;
}
