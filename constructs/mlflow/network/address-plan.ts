/** A zone's two subnets. */
export interface ZonePlan {
  /** Letter of the availability zone. */
  readonly letter: string;
  /** Ranges in CIDR notation. */
  readonly publicCidr: string;
  readonly privateCidr: string;
}

/** The range is cut into eight: public subnets get the first half, private ones the second. */
const PARTS = 8;
const PART_BITS = 3;

/**
 * Ranges of the subnets of each zone. For `a` to `d` they hang on the letter alone: one zone more, or fewer, moves no other
 * zone's subnets.
 *
 * @param cidr range of the network, of /16 to /24
 * @param letters of the zones, `a` to `f`, three at the most
 */
export function addressPlan(cidr: string, letters: readonly string[]): readonly ZonePlan[] {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits) + PART_BITS;
  const size = 2 ** (32 - prefix);
  const first = numberOf(address) - (numberOf(address) % (size * PARTS));
  const part = (index: number) => `${addressOf(first + index * size)}/${prefix}`;
  const places = placesOf(letters);
  return letters.map((letter) => {
    const place = places.get(letter) ?? 0;
    return { letter, publicCidr: part(place), privateCidr: part(PARTS / 2 + place) };
  });
}

/** Four places for six letters: `a` to `d` have places of their own, `e` and `f` take free ones from the end. */
function placesOf(letters: readonly string[]): ReadonlyMap<string, number> {
  const half = PARTS / 2;
  const own = (letter: string) => letter.charCodeAt(0) - "a".charCodeAt(0);
  const places = new Map(letters.filter((each) => own(each) < half).map((each) => [each, own(each)]));
  const free = [...Array(half).keys()].filter((place) => ![...places.values()].includes(place)).reverse();
  letters.filter((each) => !places.has(each)).forEach((each, index) => places.set(each, free[index] ?? 0));
  return places;
}

const numberOf = (address: string): number =>
  address.split(".").reduce((number, part) => number * 256 + Number(part), 0);

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
