const BATCH = 1_000;

/** Removes batch after batch until one is not full, so that no statement holds many rows. Answers how many went. */
export async function sweep(removeBatch: (most: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const gone = await removeBatch(BATCH);
    total += gone;
    if (gone < BATCH) return total;
  }
}
