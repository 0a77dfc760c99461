// SPDX-License-Identifier: Apache-2.0
// FHIRPath's lexical rules; escapes and comments included.
#include "forms/expression/token.h"

#include "forms/base/utf8.h"

#include <algorithm>
#include <array>

namespace bedside::expression {
namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool is_figure(char c) { return c >= '0' && c <= '9'; }

class Scanner {
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    Outcome<std::vector<Token>> run()
    {
        std::vector<Token> tokens;
        for (;;) {
            if (auto const passed = pass_blanks(); !passed)
                return std::unexpected(passed.error());
            auto token = next();
            if (!token)
                return std::unexpected(std::move(token.error()));
            bool const end = token->kind == Token::Kind::end;
            tokens.push_back(std::move(*token));
            if (end)
                return tokens;
        }
    }

private:
    char at(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    std::string_view rest() const { return m_text.substr(m_at); }
    static std::unexpected<Fault> refuse(std::size_t offset, std::string sentence) { return std::unexpected(Fault { offset, std::move(sentence) }); }

    Outcome<bool> pass_blanks()
    {
        for (;;) {
            if (m_at < m_text.size() && std::string_view(" \t\r\n").contains(at())) {
                ++m_at;
            } else if (rest().starts_with("//")) {
                m_at += std::min(rest().find('\n'), rest().size());
            } else if (rest().starts_with("/*")) {
                auto const end = rest().find("*/", 2);
                if (end == std::string_view::npos)
                    return refuse(m_at, "A comment does not end.");
                m_at += end + 2;
            } else {
                return true;
            }
        }
    }

    Outcome<Token> next()
    {
        Token token { Token::Kind::end, m_at, {}, false };
        if (m_at == m_text.size())
            return token;
        char const c = at();
        if (is_letter(c)) {
            token.kind = Token::Kind::name;
            token.text = take_while([](char one) { return is_letter(one) || is_figure(one); });
        } else if (is_figure(c)) {
            token.kind = Token::Kind::number;
            token.text = take_while(is_figure);
            if (at() == '.' && is_figure(at(1))) {
                ++m_at;
                token.text += "." + take_while(is_figure);
            }
            if (is_letter(at()))
                return refuse(m_at, "A number ends in a letter.");
        } else if (c == '\'' || c == '`') {
            token.kind = c == '`' ? Token::Kind::name : Token::Kind::text;
            token.quoted = true;
            return quoted(std::move(token), c);
        } else if (c == '@') {
            ++m_at;
            token.kind = Token::Kind::moment;
            token.text = take_while([](char one) { return is_figure(one) || std::string_view("-:TZ+").contains(one); });
            if (at() == '.' && is_figure(at(1)) && token.text.contains(':')) {
                ++m_at;
                token.text += "." + take_while([](char one) { return is_figure(one) || std::string_view("-:Z+").contains(one); });
            }
        } else if (c == '%') {
            ++m_at;
            token.kind = Token::Kind::variable;
            if (at() == '`' || at() == '\'')
                return quoted(std::move(token), at());
            token.text = take_while([](char one) { return is_letter(one) || is_figure(one); });
            if (token.text.empty())
                return refuse(token.offset, "A name must follow %.");
        } else if (c == '$') {
            ++m_at;
            token.kind = Token::Kind::special;
            token.text = "$" + take_while(is_letter);
        } else {
            token.kind = Token::Kind::sign;
            for (std::string_view const sign : { "<=", ">=", "!=", "!~", "(", ")", "[", "]", "{", "}", ".", ",", "+", "-", "*", "/", "&", "|", "<", ">", "=", "~" })
                if (token.text.empty() && rest().starts_with(sign))
                    token.text = sign;
            if (token.text.empty())
                return refuse(m_at, "This character has no meaning in an expression.");
            m_at += token.text.size();
        }
        return token;
    }

    template <typename Belongs>
    std::string take_while(Belongs belongs)
    {
        auto const begin = m_at;
        while (m_at < m_text.size() && belongs(m_text[m_at]))
            ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }

    Outcome<Token> quoted(Token token, char quote)
    {
        for (++m_at; m_at < m_text.size() && at() != quote; ++m_at) {
            if (at() != '\\') {
                token.text += at();
                continue;
            }
            ++m_at;
            constexpr std::string_view letters = "nrtf";
            constexpr std::string_view meanings = "\n\r\t\f";
            if (auto const letter = letters.find(at()); letter != std::string_view::npos) {
                token.text += meanings[letter];
            } else if (at() == 'u') {
                unsigned code = 0;
                for (int i = 0; i < 4; ++i) {
                    auto const digit = std::string_view("0123456789abcdefABCDEF").find(at(1));
                    if (digit == std::string_view::npos || at(1) == '\0')
                        return refuse(m_at, "\\u needs four hexadecimal digits.");
                    code = code * 16 + static_cast<unsigned>(digit < 16 ? digit : digit - 6);
                    ++m_at;
                }
                if (code == 0 || (code >= 0xD800 && code < 0xE000))
                    return refuse(m_at, "This \\u is no character.");
                utf8::append(token.text, code);
            } else if (m_at < m_text.size()) {
                token.text += at();
            }
        }
        if (m_at >= m_text.size())
            return refuse(token.offset, "A quotation mark is missing.");
        ++m_at;
        return token;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Outcome<std::vector<Token>> tokens_of(std::string_view text) { return Scanner(text).run(); }

} // namespace bedside::expression
