import type { Catching } from "../evidence/risk-register";
import { visible } from "./visible";

/** What delivering came to, for people on stderr and stdout, or as JSON. */
export function printCatching({ alerts, missed, unread, round }: Catching, json: boolean): void {
  if (json) {
    const waiting = round?.waiting ?? [];
    console.log(
      JSON.stringify({ alerts, missed, unread, brought: round?.brought ?? 0, waiting }, undefined, 2),
    );
    return;
  }
  for (const { ai_system, transition, at, title } of missed)
    console.log(
      visible(
        `missed by the door: ${new Date(Number(at)).toISOString()} ${ai_system} ${transition}: ${title}`,
      ),
    );
  for (const words of unread) console.log(visible(`not known: ${words}`));
  for (const { label, because } of round?.waiting ?? []) console.log(visible(`waits: ${label}: ${because}`));
  console.log(
    `${alerts} alerts read, ${missed.length} of them missed by the door` +
      (round
        ? `; ${round.brought} entries brought up to date, ${round.waiting.length} wait`
        : "; nothing was brought (dry run)"),
  );
}
