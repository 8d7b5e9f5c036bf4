/** Why something was refused, read out as it comes: above a form, or closer and with an `id` beside the field it is about. */
export function Refusal({ id, text }: { id?: string; text: string }) {
  const room = id === undefined ? "py-2" : "py-1.5";
  return (
    <p id={id} role="alert" className={`rounded-md bg-danger-soft px-3 ${room} break-words text-danger`}>
      {text}
    </p>
  );
}
