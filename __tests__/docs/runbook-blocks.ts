/** Commands of a page, and what the page says they come to. */
export interface Block {
  /** Heading above it, and which block below that it is. */
  readonly title: string;
  readonly commands: string;
  /** 0 unless the fence says otherwise: `sh exit-2`. */
  readonly exitCode: number;
  /** Lines of the `text` block that follows; `…` stands for anything. */
  readonly said: readonly string[];
}

const FENCE = /^```(?<info>[^\n`]*)\n(?<body>.*?)^```$/gms;

/** The `sh` blocks of a Markdown page in order, each with the `text` block behind it. Other fences are not run. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  for (const { index, groups } of page.matchAll(FENCE)) {
    const { info = "", body = "" } = groups ?? {};
    const last = blocks.at(-1);
    if (info === "text" && last)
      blocks[blocks.length - 1] = { ...last, said: body.split("\n").filter(Boolean) };
    const [, code = "0"] = /^sh(?: exit-([0-9]+))?$/.exec(info) ?? [undefined, undefined];
    if (!info.startsWith("sh")) continue;
    const heading =
      page
        .slice(0, index)
        .match(/^#+ .*$/gm)
        ?.at(-1) ?? "";
    const title = `${heading.replace(/^#+ /, "")}, block ${blocks.length + 1}`;
    blocks.push({ title, commands: body, exitCode: Number(code), said: [] });
  }
  return blocks;
}

/** Lines that the output has not; `…` stands for anything, white space counts as one space. */
export function lacking(said: readonly string[], output: string): string[] {
  const text = output.replaceAll(/[ \t]+/g, " ");
  return said.filter((line) => {
    const parts = line
      .trim()
      .replaceAll(/[ \t]+/g, " ")
      .split("…");
    return !text.split("\n").some((given) => contains(given, parts));
  });
}

function contains(line: string, parts: readonly string[]): boolean {
  let at = 0;
  for (const part of parts) {
    const found = line.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
