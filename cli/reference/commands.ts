import type { Command } from "commander";
import { groupBy } from "../../configs";
import { asPrinted, firstSentence, table } from "./markdown";

/** Columns of a help text on the page, whatever the terminal of whoever runs `npm run generate`. */
const COLUMNS = 110;

interface Named {
  /** Under which the program's help lists it, or the command it belongs to. */
  readonly group: string;
  /** With the names of the commands it belongs to. */
  readonly name: string;
  readonly command: Command;
}

/** The page of all commands: what each says with --help, word for word. */
export function commandsPage(evidence: Command): string {
  const commands = commandsOf(evidence, []);
  return [
    "# Commands",
    "Made by `npm run generate` from the help of the commands themselves; do not edit.",
    `\`npx evidence <command> --help\` says the same. Run them in the repository's folder. What each error means and how to mend it:
[errors](errors.md).`,
    ...[...groupBy(commands, ({ group }) => group)].flatMap(([group, members]) => [
      `**${group.replace(/:$/, "")}**`,
      overview(members),
    ]),
    "## evidence",
    asPrinted(helpOf(evidence)),
    ...commands.flatMap(({ name, command }) => [`## ${name}`, asPrinted(helpOf(command))]),
    "",
  ].join("\n\n");
}

function overview(commands: readonly Named[]): string {
  return table(
    ["command", "what it does"],
    commands.map(({ name, command }) => [
      `[\`${name}\`](#${name.replaceAll(" ", "-")})`,
      firstSentence(command.description()),
    ]),
  );
}

/** Every command that does something, in the order of the help; one that only holds others is left out. */
function commandsOf(command: Command, path: readonly string[], group = "Commands:"): Named[] {
  const name = [...path, command.name()];
  const does = command.commands.length === 0 || command.registeredArguments.length > 0;
  return [
    ...(does ? [{ group, name: name.join(" "), command }] : []),
    ...command.commands.flatMap((each) => commandsOf(each, name, each.helpGroup() || group)),
  ];
}

/** What --help prints, the lines that `addHelpText` adds included. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => COLUMNS,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}
