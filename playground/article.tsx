/** The article below the page, with its links. */
import { words } from "./article.words.js";
import { pageLinks } from "./pageLinks.js";
import type { Session } from "./sessionTypes.js";

export function Article({ session }: { session: Session }) {
  const language = session.language.value;
  const say = words[language];
  return (
    <article class="about" aria-labelledby="about-title">
      <h2 id="about-title">{say.title}</h2>
      <div class="about-parts">
        {say.parts.map(({ heading, paragraphs }) => (
          <section key={heading}>
            <h3>{heading}</h3>
            {paragraphs.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
        ))}
      </div>
      <nav aria-label={say.links}>
        <ul>
          {pageLinks(language).map(({ name, address }) => (
            <li key={name}>
              <a href={address}>{say[name]}</a>
            </li>
          ))}
        </ul>
      </nav>
    </article>
  );
}
