/** Acts on batch after batch until one is not full, so that no statement holds many rows. Answers how many rows there were. */
export async function inBatches(size: number, act: (most: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await act(size);
    total += count;
    if (count < size) return total;
  }
}
