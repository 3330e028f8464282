import type { RecordCategory } from '#functions/shared/records/categories.ts';

const agents = ['Ava', 'Noor', 'Kenji', 'Lucía', 'Amara'] as const;
const topics = ['billing', 'delivery', 'returns', 'onboarding', 'outage'] as const;
const moods = ['positive', 'neutral', 'negative'] as const;

function pick<T>(choices: readonly [T, ...T[]], index: number): T {
  return choices[index % choices.length] ?? choices[0];
}

/** A number that nobody has: of the range that telephony keeps for fiction (555-01xx). */
function phoneNumber(index: number): string {
  return `+1202555${String(100 + (index % 100)).padStart(4, '0')}`;
}

/** What the sample of each category says; the same index always says the same. */
const samples: Readonly<Record<RecordCategory, (index: number) => Record<string, unknown>>> = {
  'call-logs': (index) => ({
    direction: index % 3 === 0 ? 'outbound' : 'inbound',
    from: phoneNumber(index),
    to: phoneNumber(index + 37),
    agent: pick(agents, index),
    seconds: 20 + ((index * 37) % 900),
    outcome: index % 7 === 0 ? 'missed' : 'answered',
  }),
  transcripts: (index) => ({
    call: `call-logs-${String(index)}`,
    lines: [
      { speaker: pick(agents, index), text: `Thank you for calling about ${pick(topics, index)}.` },
      { speaker: 'caller', text: 'It is about my last order.' },
    ],
  }),
  recordings: (index) => ({ call: `call-logs-${String(index)}`, type: 'audio/wav', seconds: 1 }),
  feedback: (index) => ({
    call: `call-logs-${String(index)}`,
    stars: 1 + (index % 5),
    topic: pick(topics, index),
  }),
  analytics: (index) => ({ metric: 'calls-per-hour', topic: pick(topics, index), value: (index * 13) % 240 }),
  'post-call-analyses': (index) => ({
    call: `call-logs-${String(index)}`,
    sentiment: pick(moods, index),
    summary: `The caller asked about ${pick(topics, index)}.`,
  }),
  agents: (index) => ({ name: pick(agents, index), voice: 'calm', greeting: 'Hello, how can I help?' }),
  'phone-numbers': (index) => ({ number: phoneNumber(index), label: `Line ${String(index + 1)}` }),
  'api-keys': (index) => ({ label: `Key ${String(index + 1)}`, lastFour: String(1000 + index).slice(-4) }),
  'billing-records': (index) => ({ invoice: `INV-${String(1000 + index)}`, cents: 4900, currency: 'USD' }),
};

/** The data of a sample record. */
export function sampleData(category: RecordCategory, index: number): Record<string, unknown> {
  return samples[category](index);
}

/** A second of silence (WAV, 8 kHz, 8 bit): what a sample recording sounds like. */
export function silence(): Uint8Array {
  const rate = 8000;
  const bytes = Buffer.alloc(44 + rate, 128);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + rate, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(rate, 40);
  return bytes;
}
