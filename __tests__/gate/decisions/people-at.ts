import { gate as check, type Said } from "../../cli/run-records";
import type { WholeGate } from "./whole-gate";

const NAME = "credit-scoring";

/** The people of a gate at work: its API, an approval of what they see, and the check of records against the registry. */
export class PeopleAt {
  constructor(private readonly gate: WholeGate) {}

  async raw(
    who: "anna" | "ben" | "dan",
    path: string,
    body?: unknown,
  ): Promise<{ status: number; said: Record<string, unknown> }> {
    const answer = await fetch(`${this.gate.url}/evidence/v1/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${await this.gate.token(who)}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, said: (await answer.json()) as Record<string, unknown> };
  }

  /** What an approver who looks at a version now would approve. */
  async approval(version: string) {
    const { said } = await this.raw("dan", `status/${NAME}/${version}`);
    const { evidenceSha256, artifactSha256 } = said["key"] as {
      evidenceSha256: string;
      artifactSha256: string;
    };
    const why = "first release of this system";
    const modification = { class: "substantial", why, conformityAssessment: "CA-2026-3" };
    return { name: NAME, version, evidenceSha256, artifactSha256, modification };
  }

  async approve(version: string): Promise<void> {
    const { status, said } = await this.raw("ben", "approvals", await this.approval(version));
    if (status !== 200) throw new Error(JSON.stringify(said));
  }

  /** Whether records and registry agree, asked through the gate by somebody who may read. */
  async checked(): Promise<{ exitCode: Said["exitCode"]; found: string[] }> {
    process.env["EVIDENCE_TOKEN"] = await this.gate.token("dan");
    const { exitCode, stdout, fault } = await check(
      ...["check", "--environment", "sandbox", "--configs", this.gate.configs, "--keys", this.gate.keys],
      ...["--dir", this.gate.vault, "--gate", this.gate.url, "--json"],
    );
    delete process.env["EVIDENCE_TOKEN"];
    if (fault !== undefined) throw new Error(fault);
    const { disagreements } = JSON.parse(stdout) as { disagreements: { code: string; version?: string }[] };
    return { exitCode, found: disagreements.map(({ code, version }) => `${code} ${version}`) };
  }
}
