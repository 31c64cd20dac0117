import { z } from "zod";

/** How the daily seal gets its time from somebody else, for `seals` of an environment. */
export const seals = z
  .strictObject({
    timestampAuthority: z
      .url({ protocol: /^https$/, error: "https://…: jobs reach port 443 alone" })
      .describe("Time-stamp authority (RFC 3161) that dates each seal: all other times are our own clocks'."),
    timestampCa: z
      .string()
      .regex(
        /^(?!\/)(?!.*\.\.)[\w./-]+\.pem$/,
        "a `.pem` file inside the folder of the configs, such as `certificates/tsa.pem`",
      )
      .describe("Its certificates, from the root, below the folder of the configs; former ones stay in it."),
    witness: z
      .url({ protocol: /^https$/, error: "https://…: jobs reach port 443 alone" })
      .optional()
      .describe(
        "Who is told the head of each seal (POST) and can say it later (GET): not the vault's owner.",
      ),
  })
  .describe(
    "Who dates and remembers the daily seals. Left out, the scheduled seals stand without a time stamp, and each says so as a finding.",
  );
