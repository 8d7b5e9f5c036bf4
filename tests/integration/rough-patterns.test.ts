import { describe, expect, it } from "vitest";
import { roughPattern } from "@/lib/search-text";
import { NAUGHTY } from "@/tests/support/naughty-strings";
import { sql } from "@/tests/support/worker-database";

/** Names whose letters are spelled otherwise than they are kept: composed, folded, or both. */
const ODD = [
  "İstanbul Işık",
  "\u{212A}elvin \u{212B}ngström \u{2126}hm",
  "E\u{301}mile Zoe\u{308} Йосип И\u{306}осип Ї\u{308}",
  "ẞtraße ΣΊΣΥΦΟΣ ΟΔΥΣΣΕΎΣ ϴ ΜΑΡΙΑ ΠΑΠΑΔΟΠΟΥΛΟΣ ΣΙΣΥΦΟΣ",
  "e\u{302}\u{323}ê\u{323}ẹ\u{302} Nguyê\u{303}n 가\u{11A8}",
  "Ǆemal ǅemal ǆemal ǈubica",
  "\u{F900}\u{2F800} 豈 한국 \u{1112}\u{1161}\u{11AB}",
  "\u{958}amar \u{10400}eseret Ｆｕｌｌｗｉｄｔｈ",
  "a_m o'neill anna-maria x.y_z a+b 1st ⅷ ²",
];

describe("the pattern that rules people out before their words are looked at", () => {
  it("never rules out a text of which a word begins so, however its letters are spelled", async () => {
    const texts = [...ODD, ...ODD.map((name) => name.normalize("NFD")), ...NAUGHTY]
      .filter((text) => text.length < 300 && !text.includes("\u{0}"))
      .map((text) => text.replaceAll(/[\u{d800}-\u{dfff}](?![\u{dc00}-\u{dfff}])/gu, ""));
    const rows = await sql<{ text: string; word: string }[]>`
      select t.text, w.word from jsonb_array_elements_text(${JSON.stringify(texts)}::text::jsonb) t(text), unnest(words_of(t.text)) w(word)`;
    const asked = rows.flatMap(({ text, word }) =>
      Array.from(word, (_, at) => ({
        text,
        pattern: roughPattern(
          Array.from(word)
            .slice(0, at + 1)
            .join(""),
        ),
      })),
    );
    expect(asked.length).toBeGreaterThan(1_000);
    const missed = await sql`
      select a.text, a.pattern from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) a(text text, pattern text)
      where not a.text collate "C" ~ a.pattern`;
    expect(missed).toEqual([]);
  });

  it("has a word begin behind every character that parts words, and behind no Latin, Greek or Cyrillic letter", async () => {
    const [found] = await sql`
      with letters as (select chr(n) as letter from generate_series(1, 1500) n where chr(n) not in ('m', 'M')),
      judged as (
        select letter, 'm' = any (words_of(letter || 'm')) as begins, letter || 'm' collate "C" ~ ${roughPattern("m")} as may_begin
        from letters)
      select array_agg(letter) filter (where begins and not may_begin) as missed,
        array_agg(letter) filter (where may_begin and not begins and letter ~ '[a-zA-Z0-9À-ʯΑ-ώЀ-ԯ]') as not_ruled_out
      from judged`;
    expect(found).toEqual({ missed: null, not_ruled_out: null });
  });

  it("rules out who has the letters within a word only", async () => {
    const left = await sql`
      select t.text from unnest(array['Anna Meyer', 'Emma Adams', 'Kim Olm', 'anna.m', 'Anna_M', 'Тома', 'Анна Мельник', 'Софія Коваль', 'Zoëm']) t(text)
      where t.text collate "C" ~ ${roughPattern("m")} or t.text collate "C" ~ ${roughPattern("мел")} or t.text collate "C" ~ ${roughPattern("я")}`;
    expect(left.map(({ text }) => String(text))).toEqual(["Anna Meyer", "anna.m", "Anna_M", "Анна Мельник"]);
  });
});
