import { mkdir, rm, writeFile } from "node:fs/promises";
import { sha256Hex } from "../event";
import { exportBundle, type BundleTarget, type Manifest } from "../export";
import type { BundleFolder } from "../export/bundle-folder";
import { writeJson } from "../export/json-file";
import { keyRingDocument } from "../records/key-ring";
import { writeCase, type CaseRead } from "./case-entries";
import { copyDocuments } from "./copy-documents";
import { copyRecords, type RecordsCopied } from "./copy-records";
import { finishResponse } from "./finish";
import { DOCUMENTS_FOLDER, EXPORT_FOLDER, RESPONSE_FILES } from "./layout";
import type { ResponseManifest } from "./manifest";
import type { Gathered } from "./missing";
import type { ResponseContents, ResponseProgress, ResponseRequest, ResponseSources } from "./request";
import { recordsCopied } from "./response-records";

/** Fills the folder of an answer, part by part. */
export class ResponseWriter {
  constructor(
    private readonly request: ResponseRequest,
    private readonly sources: ResponseSources,
    private readonly target: BundleTarget,
    private readonly folder: BundleFolder,
    private readonly onProgress: (progress: ResponseProgress) => void,
  ) {}

  async write(): Promise<ResponseManifest> {
    const { request, sources, folder } = this;
    const log = await this.#writeLog();
    const records = await copyRecords(
      sources.records,
      folder.partial,
      request,
      sources.ring,
      request.redactions,
      (key) => this.onProgress({ stage: "copying", of: key }),
    );
    this.onProgress({ stage: "copying documents" });
    const documents = await copyDocuments(
      sources.documents,
      folder.partial,
      records.named,
      request.redactions,
    );
    const { streams, findings } = records;
    await writeJson(folder.file(RESPONSE_FILES.records), { streams, findings });
    await writeJson(folder.file(RESPONSE_FILES.documents), documents);
    await this.#writeKeys();
    const gathered: Gathered = { ...log, records, documents, ...(await this.#writeDerived(records)) };
    this.onProgress({ stage: "signing" });
    return finishResponse(this.request, this.target, this.folder, gathered);
  }

  /** The log of the period as an export bundle; of one person's case, its entries only. */
  async #writeLog(): Promise<{ exported: Manifest } | { case: CaseRead }> {
    const { request, sources, folder, target } = this;
    const { system, environment, period, scope, reference, witnesses } = request;
    if (scope.by === "case") {
      const asked = { digest: scope.digest, system, environment, period };
      return {
        case: await writeCase(asked, sources.archive, folder.partial, (done, total) =>
          this.onProgress({ stage: "reading objects:", of: `${done} of ${total}` }),
        ),
      };
    }
    return {
      exported: await exportBundle(
        { system, environment, period, reference, keyRing: sources.ring, ...witnesses },
        sources.archive,
        { ...target, out: folder.file(EXPORT_FOLDER), force: true },
        (step) => this.onProgress({ stage: "export", step }),
      ),
    };
  }

  async #writeKeys(): Promise<void> {
    const { ring } = this.sources;
    await writeJson(this.folder.file(RESPONSE_FILES.keyRing), keyRingDocument(ring));
    await writeFile(this.folder.file(RESPONSE_FILES.key), this.target.signer.publicKeyPem);
    await mkdir(this.folder.file("keys"));
    for (const { keyId, publicKey } of ring.values())
      await writeFile(
        this.folder.file(`keys/${keyId}.pub.pem`),
        publicKey.export({ type: "spki", format: "pem" }),
      );
  }

  /** What is worked out from what is here already, and so holds nothing that was kept back. */
  async #writeDerived({ streams }: RecordsCopied): Promise<Pick<Gathered, "chain" | "generated">> {
    const work = this.folder.file("work");
    await mkdir(work);
    const contents: ResponseContents = {
      folder: this.folder.partial,
      records: recordsCopied(this.folder.partial, streams),
      work,
    };
    this.onProgress({ stage: "following the chain" });
    const chain = await this.sources.chain(contents);
    if (chain !== undefined) {
      await mkdir(this.folder.file("chain"));
      await writeJson(this.folder.file(RESPONSE_FILES.chain), chain.answer);
      await writeFile(this.folder.file(RESPONSE_FILES.chainPage), chain.html);
    }
    this.onProgress({ stage: "generating documents" });
    const generated = await this.sources.generate(contents);
    const kept = generated?.filter(
      ({ name, markdown }) =>
        !this.request.redactions.takes(`${DOCUMENTS_FOLDER}/${name}`, sha256Hex(markdown)),
    );
    if (kept !== undefined && kept.length > 0) await mkdir(this.folder.file(DOCUMENTS_FOLDER));
    for (const { name, markdown, html } of kept ?? []) {
      await writeFile(this.folder.file(`${DOCUMENTS_FOLDER}/${name}.md`), markdown);
      await writeFile(this.folder.file(`${DOCUMENTS_FOLDER}/${name}.html`), html);
    }
    await rm(work, { recursive: true });
    return { chain: chain?.answer, generated: kept };
  }
}
