import type { Section } from "./section";

const GAP = "\n\n";

/** Sections in the order of reading, within a number of characters; sections without rows are not there. */
export function fit(sections: readonly Section[], most: number): string {
  const there = sections.filter(({ rows }) => rows.length > 0);
  const shown = new Map<Section, readonly string[]>();
  let room = most - there.reduce((sum, section) => sum + text(section, []).length + GAP.length, 0);
  for (const section of [...there].sort((a, b) => a.rank - b.rank)) {
    const lines: string[] = [];
    for (const row of section.rows) {
      const line = row();
      if (line.length + 1 > room) break;
      room -= line.length + 1;
      lines.push(line);
    }
    if (lines.length === section.rows.length) room += section.leftOut(0).length;
    shown.set(section, lines);
  }
  return there.map((section) => text(section, shown.get(section) ?? [])).join(GAP);
}

function text({ open, rows, close, leftOut }: Section, lines: readonly string[]): string {
  const left = lines.length < rows.length ? `\n\n${leftOut(lines.length)}` : "";
  return `${open}${lines.join("\n")}${left}${close}`;
}
