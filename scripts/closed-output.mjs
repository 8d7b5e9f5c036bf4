/** Ends the command quietly when whoever reads its output has seen enough, as `… | head` does (EPIPE). */
export function endWithReader() {
  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
