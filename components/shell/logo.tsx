/** Four seats, one of them taken. */
export function Logo() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <rect x="1" y="1" width="8" height="8" rx="2" fill="var(--accent)" />
      <rect x="11" y="1" width="8" height="8" rx="2" fill="var(--control)" />
      <rect x="1" y="11" width="8" height="8" rx="2" fill="var(--control)" />
      <rect x="11" y="11" width="8" height="8" rx="2" fill="var(--control)" />
    </svg>
  );
}
