/**
 * Whether a technical name is a bank account number (IBAN, ISO 13616): names of systems, keys, scopes and codes may hold
 * letters and digits, and so may an account's number that was put there by mistake.
 */
export function looksLikeIban(text: string): boolean {
  const plain = text.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  // The first four go to the end, letters become 10 to 35, and the number leaves 1 when divided by 97.
  const digits = [...plain.slice(4), ...plain.slice(0, 4)]
    .map((character) => parseInt(character, 36))
    .join("");
  return BigInt(digits) % 97n === 1n;
}
