import type { Claim, CompletenessFacts } from "./completeness";
import type { FindingCode } from "./findings";

/** The single claims that completeness is made of, each with its reason. */

const NOT_OVER = "the period was not over, with a day for late arrivals, when this was exported";

/** Findings after which an event may have been there and was not read. */
const UNREAD: readonly FindingCode[] = [
  "object-unreadable",
  "object-not-gzip",
  "gzip-truncated",
  "gzip-corrupt",
  "line-too-long",
  "line-not-utf8",
  "line-not-json",
  "line-not-art12",
  "entry-not-json",
  "entry-unknown-schema-version",
  "entry-schema-violation",
  "entry-not-canonical",
  "digest-mismatch",
];

export function sequencesClaim(
  { totals, count, witnesses: { silences } }: CompletenessFacts,
  periodIsOver: boolean,
): Claim {
  const { dropped } = silences;
  const counted = `emitters say that they could not write ${dropped} event(s) since their start`;
  if (totals.gaps + totals.misfits > 0) {
    return no(
      `${totals.missing} number(s) are missing in ${totals.gaps} gap(s), and ${totals.misfits} event(s) do not fit their chain, over ${totals.emitters} emitter(s)${dropped > 0 ? `; ${counted}` : ""}`,
    );
  }
  const unread = count(...UNREAD);
  return unless(
    [
      totals.events === 0 && "no event was found at all",
      totals.untold > 0 && `the start of ${totals.untold} chain(s) was not seen`,
      dropped > 0 && counted,
      totals.open > 0 &&
        `${totals.open} emitter(s) neither stopped nor went on after their last event, so later ones may be missing`,
      unread > 0 && `${unread} object(s) or line(s) could not be read`,
      !periodIsOver && NOT_OVER,
    ],
    "no gap was seen, but",
    `each of the ${totals.emitters} emitter(s) seen begins at its first event or after a neighbour that was read, ends with its stop or before a neighbour that was read, and has every number in between, each linked to the one before`,
  );
}

export function checkpointsClaim(
  { totals, count, witnesses: { checkpoints } }: CompletenessFacts,
  periodIsOver: boolean,
): Claim {
  const { stored, judged, unsound, emitters, lostEmitters, lostEnds, replaced, without, open } = checkpoints;
  if (lostEmitters + lostEnds + replaced > 0) {
    return no(
      `signed checkpoints show ${lostEmitters} emitter(s) lost whole, ${lostEnds} chain(s) cut off and ${replaced} event(s) replaced`,
    );
  }
  const unread = count("checkpoint-unreadable");
  if (stored + unread === 0)
    return unknown(
      "no checkpoint of this system was found, so an emitter of which every event is lost would leave no trace",
    );
  if (!judged) return unknown(`${stored} checkpoint(s) were found, and no key ring to judge them with`);
  return unless(
    [
      emitters === 0 && "none of the checkpoints found may be relied on",
      unsound > 0 && `${unsound} checkpoint(s) may not be relied on`,
      unread > 0 && `${unread} checkpoint(s) could not be read`,
      totals.events === 0 && "no event was found at all",
      without > 0 && `${without} emitter(s) have events and no checkpoint`,
      open > 0 && `${open} emitter(s) have neither a last checkpoint nor a next event`,
      !periodIsOver && NOT_OVER,
    ],
    "the checkpoints show nothing to be missing, but",
    `the events agree with ${stored} signed checkpoint(s), which their ${emitters} emitter(s) wrote straight to the vault: no emitter, start or end of a chain is missing and no event that they name was replaced`,
  );
}

export function emittersClaim(
  { witnesses: { emitters, silences } }: CompletenessFacts,
  periodIsOver: boolean,
): Claim {
  if (emitters === undefined)
    return unknown(
      "which emitters ought to have written is not declared: one that wrote neither an event nor a checkpoint leaves no trace",
    );
  if (emitters.silentDays > 0) {
    const more = emitters.silentDays - emitters.silent.length;
    return no(
      `expected emitters were silent: ${emitters.silent.join(", ")}${more > 0 ? `, and ${more} more` : ""}`,
    );
  }
  return unless(
    [
      silences.silences > 0 &&
        `${silences.silences} time(s) one was silent for longer than its heartbeats allow`,
      !periodIsOver && NOT_OVER,
    ],
    "no expected emitter was silent for a day, but",
    `of every expected service at least as many emitters as declared were alive on each of the ${emitters.days} day(s)${silences.emitters > 0 ? `, and none of ${silences.emitters} was silent for longer than its heartbeats allow` : ""}`,
  );
}

export function countClaim({ witnesses: { count } }: CompletenessFacts): Claim {
  if (count === undefined) return unknown("no independent count was given");
  const { source, unit, intervals, counted, missing, exceeding, coversPeriod } = count;
  if (missing > 0) return no(`${missing} ${unit} that ${source} counted are not in the bundle`);
  return unless(
    [
      exceeding > 0 && `the bundle has ${exceeding} ${unit} more than ${source} counted`,
      !coversPeriod && `the counts of ${source} leave parts of the period out`,
    ],
    "nothing is missing by the independent count, but",
    `in each of ${intervals} interval(s) the bundle has as many ${unit} as ${source} counted, ${counted} in all`,
  );
}

export function clocksClaim({
  totals,
  witnesses: { backwards },
  clocks: { ahead, late, latePath },
}: CompletenessFacts): Claim {
  if (ahead + backwards > 0) {
    return no(
      `clocks were wrong: ${ahead} event(s) are later than the object that holds them, and ${backwards} older than the one before in their chain`,
    );
  }
  return unless(
    [
      totals.events === 0 && "no event was found whose time could be judged",
      late > 0 && `${late} event(s) were archived more than a day after their time`,
    ],
    "no clock was seen to be wrong, but",
    `no event is later than the object that holds it, none was archived more than a day after its time${latePath > 0 ? ` but by the late path, and time does not go back along any chain; ${latePath} event(s) came by that path: their emitters put them into the vault themselves` : ", and time does not go back along any chain"}`,
  );
}

function unless(doubts: readonly (string | false)[], but: string, otherwise: string): Claim {
  const real = doubts.filter((doubt) => doubt !== false);
  return real.length > 0 ? unknown(`${but} ${real.join("; ")}`) : { holds: "yes", because: otherwise };
}

function no(because: string): Claim {
  return { holds: "no", because };
}

function unknown(because: string): Claim {
  return { holds: "unknown", because };
}
