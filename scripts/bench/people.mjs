/** Names that people in a contact centre bear; the first of each list are the common ones, the last are rare. */
export const PEOPLE = {
  latinFirst:
    words(`Anna Maria Thomas Michael Sofia David Laura Daniel Julia Peter Eva Martin Elena Paul Nina Robert Clara
    Felix Greta Henry Irene Jonas Karl Lydia Marcus Nadia Oscar Pauline Quentin Rosa Stefan Teresa Ursula Victor Wanda
    Xavier Yvonne Zoe Alexander Bartholomew Christopher Josephine`),
  latinLast:
    words(`Smith Johnson Mueller Novak Brown Garcia Schmidt Martin Rossi Kowalski Evans Carter Baker Foster Griffin
    Harris Jensen Nielsen Hansen Larsen Adams Becker Clark Dorsey Edwards Fischer Gruber Horvat Ivanov Jansen Keller Lewis
    Meyer Nowak Olsen Petrov Quinn Richter Santos Taylor Urban Vogel Wagner Young Zimmermann Abercrombie Blackwell
    Cunningham Dombrowski Eisenhower Fitzpatrick Goldschmidt Hollingworth Kirkpatrick Livingstone Montgomery Oppenheimer
    Papadopoulos Rosenberger Vandenberghe Wojciechowski`),
  cyrillicFirst:
    words(`Олена Марія Андрій Олександр Наталія Іван Оксана Сергій Ірина Дмитро Ганна Юрій Софія Богдан Тетяна
    Віктор Катерина Павло Людмила Роман Вікторія Тарас Галина Микола Євген Надія Остап Поліна Федір Христина Яна Ярослав
    Зоряна Лідія Марко Назар Руслана Устим Чеслава Шарлота Володимир Костянтин Станіславович Всеволодимира`),
  cyrillicLast:
    words(`Шевченко Коваленко Бондаренко Мельник Ткаченко Бойко Кравченко Коваль Олійник Шевчук Поліщук Іваненко
    Савченко Руденко Марченко Лисенко Петренко Мороз Клименко Павленко Кравчук Кузьменко Левченко Романюк Сидоренко Харченко
    Яценко Гончаренко Дяченко Єфименко Жук Зайченко Їжакевич Литвин Назаренко Остапенко Пономаренко Радченко Степаненко
    Тимошенко Ус Федоренко Хоменко Цимбалюк Чорновол Щербак Юрченко Яковенко Верхогляденко Нечуй-Левицький Підгорецький
    Солом'яненко Константинопольський Переверзьєв Кропивницький Доброхотов Захарченко Миколайчук`),
};

/** So many terms, half of them Latin, are typed into the search. */
const COUNT = 200;
const LONGEST = 10;
const ABSENT_EVERY = 7;

/**
 * What people go on to type: a common first name, a blank, and the first 1 to 3 letters of a last name, or of what is nobody's. Always
 * the same list.
 *
 * @returns {string[]}
 */
export function namesBegun() {
  const { latinFirst, latinLast, cyrillicFirst, cyrillicLast } = PEOPLE;
  const scripts = [
    { firsts: latinFirst, lasts: latinLast, nobody: "qxz" },
    { firsts: cyrillicFirst, lasts: cyrillicLast, nobody: "щьъ" },
  ];
  return scripts.flatMap(({ firsts, lasts, nobody }) =>
    firsts.slice(0, 20).map((first, nth) => {
      const isAbsent = nth % ABSENT_EVERY === ABSENT_EVERY - 1;
      const begun = isAbsent ? nobody : lasts[(nth * 7) % lasts.length].slice(0, 1 + (nth % 3));
      return `${first} ${begun}`.toLowerCase();
    }),
  );
}

/**
 * What people type: the first 1 to 10 letters of names, common and rare, in both scripts, and one in seven that nobody
 * is called. Always the same list.
 *
 * @returns {string[]}
 */
export function searchTerms() {
  const { latinFirst, latinLast, cyrillicFirst, cyrillicLast } = PEOPLE;
  const scripts = [
    { names: [...latinLast, ...latinFirst], nobody: "qxz" },
    { names: [...cyrillicLast, ...cyrillicFirst], nobody: "щьъ" },
  ];
  return scripts.flatMap(({ names, nobody }) => {
    const terms = new Set();
    for (let nth = 0; terms.size < COUNT / 2; nth++) {
      const length = 1 + (nth % LONGEST);
      const long = names.filter((name) => name.length >= length);
      const beginning = long[(nth * 7) % long.length].toLowerCase().slice(0, length);
      if (!/^\p{L}+$/u.test(beginning)) continue;
      const isAbsent = nth % ABSENT_EVERY === 0;
      terms.add(isAbsent ? beginning.slice(0, -1) + nobody[nth % nobody.length] : beginning);
    }
    return [...terms];
  });
}

function words(text) {
  return text.split(/\s+/);
}
