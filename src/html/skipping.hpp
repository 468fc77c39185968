#pragma once

#include "orrery/html/tokenizer.hpp"

namespace orrery::html {

/// Behind a start tag of `tag`: reads over everything up to and with its end tag. When it has none, the
/// tokenizer stands where it stood and the tag joins `unclosed`, so that each name is looked for in vain only
/// once.
inline void skip_contents(Tokenizer& tokenizer, Tag tag, TagSet& unclosed) {
    if (unclosed.contains(tag)) return;
    const auto after = tokenizer.position();
    for (std::size_t depth = 1; depth > 0;) {
        const auto& token = tokenizer.next();
        if (token.type == TokenType::kEnd) {
            unclosed.insert(tag);
            return tokenizer.seek(after);
        }
        if (token.type == TokenType::kStartTag) {
            if (token.tag == tag) ++depth;
            tokenizer.set_state_for(token.tag);
        } else if (token.type == TokenType::kEndTag && token.tag == tag) {
            --depth;
        }
    }
}

/// Behind a start tag of `tag`: reads over its text if that is raw (script, style, title …).
inline void skip_raw_text(Tokenizer& tokenizer, Tag tag) {
    constexpr TagSet kRawText{Tag::kScript, Tag::kStyle,   Tag::kTextarea, Tag::kTitle,    Tag::kXmp,
                              Tag::kIframe, Tag::kNoembed, Tag::kNoframes, Tag::kPlaintext};
    if (!kRawText.contains(tag)) return;
    const auto before = tokenizer.position();
    tokenizer.set_state_for(tag);
    // Its text, or at once its end tag.
    if (tokenizer.next().type == TokenType::kStartTag) tokenizer.seek(before);
}

}  // namespace orrery::html
