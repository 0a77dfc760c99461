// SPDX-License-Identifier: Apache-2.0
// A small reader of gettext's .mo format (GNU gettext manual, "The Format of GNU MO Files").
#include "locales/catalogue.h"

#include "embedded_catalogues.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace bedside::locales {
namespace {

/// Little-endian 32-bit number at `offset`; false when outside.
bool read_u32(std::string_view bytes, std::size_t offset, std::uint32_t& value)
{
    if (bytes.size() < 4 || offset > bytes.size() - 4)
        return false;
    auto const* at = reinterpret_cast<unsigned char const*>(bytes.data() + offset);
    value = static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 | static_cast<std::uint32_t>(at[2]) << 16 | static_cast<std::uint32_t>(at[3]) << 24;
    return true;
}

/// The string whose (length, offset) pair stands at `pair`.
bool read_string(std::string_view bytes, std::size_t pair, std::string_view& text)
{
    std::uint32_t length = 0;
    std::uint32_t offset = 0;
    if (!read_u32(bytes, pair, length) || !read_u32(bytes, pair + 4, offset) || offset > bytes.size() || length > bytes.size() - offset)
        return false;
    text = bytes.substr(offset, length);
    return true;
}

std::string fill(std::string_view pattern, Arguments arguments)
{
    std::string out;
    out.reserve(pattern.size() + 16);
    while (!pattern.empty()) {
        auto const open = pattern.find('{');
        auto const close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) {
            out += pattern;
            break;
        }
        auto const name = pattern.substr(open + 1, close - open - 1);
        auto const found = std::find_if(arguments.begin(), arguments.end(), [&](auto const& argument) { return argument.first == name; });
        out += pattern.substr(0, open);
        out += found == arguments.end() ? pattern.substr(open, close - open + 1) : found->second;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

/// Plural form number, by the two rules of our languages: Chinese has one form, English two.
std::size_t plural_form(std::string_view language, long count) { return language.starts_with("zh") ? 0 : (count == 1 ? 0 : 1); }

std::string_view nth(std::string_view forms, std::size_t index)
{
    for (; index > 0; --index) {
        auto const end = forms.find('\0');
        if (end == std::string_view::npos)
            return forms;
        forms.remove_prefix(end + 1);
    }
    return forms.substr(0, forms.find('\0'));
}

std::string_view lookup(std::vector<std::pair<std::string, std::string>> const& entries, std::string_view msgid)
{
    auto const found = std::lower_bound(entries.begin(), entries.end(), msgid, [](auto const& entry, std::string_view key) { return entry.first < key; });
    return found != entries.end() && found->first == msgid ? std::string_view(found->second) : std::string_view();
}

} // namespace

Result<Catalogue> Catalogue::from_mo(std::string_view bytes, std::string language)
{
    auto const broken = [] { return fail(Code::invalid_data, "this is not a complete .mo catalogue; build it again with msgfmt"); };
    std::uint32_t magic = 0;
    std::uint32_t count = 0;
    std::uint32_t originals = 0;
    std::uint32_t translations = 0;
    if (!read_u32(bytes, 0, magic) || magic != 0x950412de || !read_u32(bytes, 8, count) || !read_u32(bytes, 12, originals) || !read_u32(bytes, 16, translations)
        || count > bytes.size() / 16)
        return broken();
    Catalogue catalogue;
    catalogue.m_language = std::move(language);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::string_view original;
        std::string_view translation;
        if (!read_string(bytes, originals + std::size_t { i } * 8, original) || !read_string(bytes, translations + std::size_t { i } * 8, translation))
            return broken();
        auto const key = original.substr(0, original.find('\0')); // a plural entry is found by its singular
        if (!key.empty() && !translation.empty())
            catalogue.m_entries.emplace_back(key, translation);
    }
    std::sort(catalogue.m_entries.begin(), catalogue.m_entries.end());
    return catalogue;
}

std::vector<std::string> const& Catalogue::available()
{
    static std::vector<std::string> const tags { "zh-Hans", "zh-Hant", "en" };
    return tags;
}

Catalogue const& Catalogue::of(std::string_view language)
{
    static std::vector<Catalogue> const all = [] {
        std::vector<Catalogue> loaded;
        for (auto const& tag : available()) {
            Catalogue empty;
            empty.m_language = tag;
            for (auto const& file : embedded::files()) {
                if (file.name != tag + ".mo")
                    continue;
                if (auto catalogue = from_mo(file.bytes, tag))
                    empty = std::move(*catalogue);
            }
            loaded.push_back(std::move(empty));
        }
        return loaded;
    }();
    for (auto tag = language; !tag.empty(); tag = tag.substr(0, tag.rfind('-') == std::string_view::npos ? 0 : tag.rfind('-'))) {
        for (auto const& catalogue : all) {
            if (catalogue.m_language == tag)
                return catalogue;
        }
    }
    if (language.starts_with("zh-TW") || language.starts_with("zh-HK"))
        return all[1];
    return language.starts_with("en") ? all[2] : all[0];
}

std::string Catalogue::text(std::string_view msgid, Arguments arguments) const
{
    auto const found = lookup(m_entries, msgid);
    return fill(found.empty() ? msgid : nth(found, 0), arguments);
}

std::string Catalogue::text(std::string_view msgid, std::string_view msgid_plural, long count, Arguments arguments) const
{
    auto const form = plural_form(m_language, count);
    auto const found = lookup(m_entries, msgid);
    auto const chosen = found.empty() ? (form == 0 ? msgid : msgid_plural) : nth(found, form);
    auto const number = std::to_string(count);
    return fill(fill(chosen, { { "n", number } }), arguments);
}

std::string Catalogue::text_in(std::string_view context, std::string_view msgid, Arguments arguments) const
{
    std::string key(context);
    key += '\4';
    key += msgid;
    auto const found = lookup(m_entries, key);
    return fill(found.empty() ? msgid : nth(found, 0), arguments);
}

} // namespace bedside::locales
