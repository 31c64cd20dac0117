/**
 * A name as it is compared: compatibility forms unfolded (full-width letters, ligatures), case folded. Two names that fold
 * to the same are taken for each other by people, so that one may not stand beside the other.
 */
function folded(name: string): string {
  return name.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().normalize("NFKC");
}

export function sameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

/** Tags that only the gate writes, whatever dress the key comes in. */
export function isReservedTag(key: string): boolean {
  return folded(key).startsWith("evidence.");
}
