import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { openssl } from "../../evidence/seal/openssl";

/** A time-stamp authority of this machine's own: it plays the outside one, and vouches for nothing. */
export interface Authority {
  /** Root certificate that its stamps are checked with. */
  readonly caFile: string;
  /** Answers a time-stamp query (RFC 3161). Throws when openssl refuses. */
  reply(query: Buffer): Promise<Buffer>;
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/**
 * Makes, or finds again, an authority in `folder`: a root of its own, and a key that the root lets make time stamps.
 *
 * @param days how long its certificate is valid, from now
 */
export async function openAuthority(
  folder: string,
  { days = 30, name = "sandbox" } = {},
): Promise<Authority> {
  const at = (file: string) => path.join(folder, file);
  if (!existsSync(at("tsa.pem"))) await create(folder, at, name, days);
  let last: Promise<unknown> = Promise.resolve();
  return {
    caFile: at("ca.pem"),
    // One after the other: they count in one file of serial numbers.
    reply: (query) => {
      const answer = last.then(() => reply(at, query));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

async function create(
  folder: string,
  at: (file: string) => string,
  name: string,
  days: number,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(at("serial"), "01\n");
  await writeFile(at("openssl.cnf"), config(at("serial")));
  const settings = ["-config", at("openssl.cnf")];
  await must(
    ...["req", "-x509", ...settings, "-extensions", "root", "-subj", `/CN=${name} root`, "-days", "3650"],
    ...[...KEY, "-keyout", at("ca.key"), "-out", at("ca.pem")],
  );
  await must(
    ...["req", "-new", ...settings, "-subj", `/CN=${name} time stamps`],
    ...[...KEY, "-keyout", at("tsa.key"), "-out", at("tsa.csr")],
  );
  await must(
    ...["x509", "-req", "-in", at("tsa.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial"],
    ...["-extfile", at("openssl.cnf"), "-extensions", "stamps", "-days", String(days), "-out", at("tsa.pem")],
  );
}

async function reply(at: (file: string) => string, query: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(at("reply-"));
  const [asked, answered] = [path.join(folder, "query.tsq"), path.join(folder, "reply.tsr")];
  try {
    await writeFile(asked, query);
    await must(
      ...["ts", "-reply", "-config", at("openssl.cnf"), "-section", "authority", "-queryfile", asked],
      ...["-inkey", at("tsa.key"), "-signer", at("tsa.pem"), "-out", answered],
    );
    return await readFile(answered);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function must(...args: string[]): Promise<void> {
  const answer = await openssl(...args);
  if (!answer.ok) throw new Error(`openssl ${args[0]}: ${answer.why}`);
}

/** The policy's number is one for examples: it says nothing about how stamps are made. */
const config = (serial: string) => `
[req]
distinguished_name = subject
[subject]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[stamps]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[authority]
serial = ${serial}
signer_digest = sha256
digests = sha256, sha384, sha512
default_policy = 1.2.3.4.1
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
