/** Never shown: whoever is not signed in is sent to the sign-in page. The framework's own page would travel in every page of ours. */
export default function Unauthorized() {
  return null;
}
