import { describe, expect, it } from "vitest";
import { faultOfAddress } from "@/scripts/database-address.mjs";

describe("the address of a database", () => {
  it.each([
    "postgres://seatwise:secret@127.0.0.1:5432/seatwise",
    "postgresql://seatwise:a%23b%2Fc%25d@db.example/seatwise?sslmode=require",
    "postgres://seatwise@localhost/seatwise",
    "postgres://seatwise:a@b@localhost/seatwise",
    "postgres://localhost/seatwise",
  ])("%s will do", (text) => {
    expect(faultOfAddress(text)).toBeNull();
  });

  it.each(["5%", "a%zzb", "a#b", "12#3", "a/b", "12/3", "a?b", "12?3"])(
    "with the password %s says how to write it",
    (password) => {
      const fault = faultOfAddress(`postgres://seatwise:${password}@127.0.0.1:5432/seatwise`);
      expect(fault).toMatch(/percent-encode special characters in the password \(for example # as %23/);
      expect(fault).not.toContain(`:${password}`);
    },
  );

  it.each(["seatwise", "mysql://root@localhost/seatwise", "postgres:seatwise", "postgres://"])("is not %s", (text) => {
    expect(faultOfAddress(text)).toMatch(/^DATABASE_URL is no address of a PostgreSQL database/);
  });

  it("names one host", () => {
    expect(faultOfAddress("postgres://seatwise:a@one:5432,two:5432/seatwise")).toMatch(/several hosts/);
  });
});
