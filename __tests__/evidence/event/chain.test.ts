import {
  ChainCheck,
  chainLink,
  GENESIS,
  sha256Hex,
  type Art12Event,
  type ChainBreak,
} from "../../../evidence/event";
import { readVectors } from "../../clients/vectors";

interface Chain {
  readonly name: string;
  readonly entries: readonly { entry: string; sha256: string }[];
  readonly breaks: readonly ChainBreak[];
}

const { chains } = readVectors<{ chains: Chain[] }>("chain.json");

describe("an emitter's chain", () => {
  it("starts with 64 zeros and links each event to the one before", () => {
    const entries = chains[0]!.entries;
    expect(entries).toHaveLength(3);
    entries.forEach(({ entry, sha256 }, index) => {
      const { emitter } = JSON.parse(entry) as Art12Event;
      expect(emitter.prev).toBe(chainLink(entries[index - 1]?.entry));
      expect(sha256Hex(entry)).toBe(sha256);
    });
    expect(chainLink()).toBe(GENESIS);
  });

  it.each(chains)("check of: $name", ({ entries, breaks }) => {
    const check = new ChainCheck();
    const found = entries.map(({ entry, sha256 }) =>
      check.next((JSON.parse(entry) as Art12Event).emitter, sha256),
    );
    expect(found.filter((one) => one !== undefined)).toEqual(breaks);
  });
});
