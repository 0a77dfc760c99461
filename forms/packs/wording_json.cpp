// SPDX-License-Identifier: Apache-2.0
// manifest.json and wording.json: every key known, every text clean. No message repeats a text of the pack.
#include "forms/packs/wording_json.h"

#include "forms/base/identifiers.h"
#include "forms/engine/json.h"

#include <algorithm>
#include <initializer_list>

namespace bedside::packs {
namespace {

using forms::Json;

constexpr std::string_view format_name = "bedside-wording-pack-1";
constexpr std::size_t longest_text = 4000;
constexpr int item_count = 30;

Result<Json> parse_object(std::string_view text, std::string const& file)
{
    auto value = Json::parse(text);
    if (!value || !value->is_object())
        return refuse(file + " is not a JSON object in UTF-8");
    return value;
}

/// A member that check_keys() has seen.
Json const& at(Json const& object, std::string_view key) { return *object.find(key); }

Result<void> check_keys(Json const& object, std::string const& place, std::initializer_list<std::string_view> keys)
{
    for (auto const key : keys) {
        if (object.find(key) == nullptr)
            return refuse(place + " needs '" + std::string(key) + "'");
    }
    if (object.object().size() != keys.size())
        return refuse(place + " has a key that is not part of a wording pack");
    return {};
}

/// Control characters (C0, DEL, C1), line and paragraph separators, directional overrides, a byte order mark: nothing that a screen
/// should be told by a text.
bool has_control_character(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
        if (byte(i) < 0x20 || byte(i) == 0x7F || (byte(i) == 0xC2 && byte(i + 1) < 0xA0))
            return true;
        if (byte(i) == 0xE2 && byte(i + 1) == 0x80 && ((byte(i + 2) >= 0xA8 && byte(i + 2) <= 0xAE) || byte(i + 2) == 0x8E || byte(i + 2) == 0x8F))
            return true;
        if (byte(i) == 0xE2 && byte(i + 1) == 0x81 && byte(i + 2) >= 0xA6 && byte(i + 2) <= 0xA9)
            return true;
        if (byte(i) == 0xEF && byte(i + 1) == 0xBB && byte(i + 2) == 0xBF)
            return true;
    }
    return false;
}

enum class Emptiness { refused, allowed };

Result<std::string> read_text(Json const& value, std::string const& place, Emptiness emptiness = Emptiness::refused)
{
    if (!value.is_string())
        return refuse(place + " must be a text");
    auto const& text = value.text();
    if (text.empty() && emptiness == Emptiness::refused)
        return refuse(place + " is empty");
    if (text.size() > longest_text)
        return refuse(place + " is longer than 4000 bytes");
    if (has_control_character(text))
        return refuse(place + " holds a control character");
    return text;
}

Result<CivilDate> read_date(Json const& value, std::string const& place)
{
    auto const text = TRY(read_text(value, place));
    auto const date = parse_date(text);
    if (!date)
        return refuse(place + " must be a date such as 2026-11-24");
    return *date;
}

Result<std::vector<std::string>> read_texts(Json const& value, std::string const& place, std::size_t count)
{
    if (!value.is_array())
        return refuse(place + " must be a list");
    auto const& list = value.array();
    if (list.size() != count)
        return refuse(place + " must hold " + std::to_string(count) + " texts, not " + std::to_string(list.size()));
    std::vector<std::string> texts;
    for (auto const& one : list)
        texts.push_back(TRY(read_text(one, place + " number " + std::to_string(texts.size() + 1))));
    return texts;
}

} // namespace

bool is_payload_name(std::string const& name)
{
    if (name == "wording.json")
        return true;
    if (!name.starts_with("audio/") || name.size() > 64)
        return false;
    return std::all_of(name.begin() + 6, name.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_'; }) && name.find("..") == std::string::npos && name.size() > 6;
}

Result<Manifest> parse_manifest(std::string_view text, ManifestKind kind)
{
    auto const name = std::string(kind == ManifestKind::built ? "manifest.json" : "pack.json");
    auto const object = TRY(parse_object(text, name));
    if (kind == ManifestKind::built)
        TRY(check_keys(object, name, { "format", "instrument", "instrumentVersion", "language", "translationVersion", "licensee", "agreement", "study", "validFrom", "validUntil", "copyright", "files" }));
    else
        TRY(check_keys(object, name, { "format", "instrument", "instrumentVersion", "language", "translationVersion", "licensee", "agreement", "study", "validFrom", "validUntil", "copyright" }));
    if (object.string_at("format") != format_name)
        return refuse(name + " must have the format " + std::string(format_name));
    auto const field = [&](char const* key) { return read_text(at(object, key), name + ": '" + key + "'"); };
    Manifest manifest;
    manifest.instrument = TRY(field("instrument"));
    manifest.instrument_version = TRY(field("instrumentVersion"));
    manifest.language = TRY(field("language"));
    manifest.translation_version = TRY(field("translationVersion"));
    manifest.licensee = TRY(field("licensee"));
    manifest.agreement = TRY(field("agreement"));
    manifest.study = TRY(field("study"));
    manifest.valid_from = TRY(read_date(at(object, "validFrom"), name + ": 'validFrom'"));
    manifest.valid_until = TRY(read_date(at(object, "validUntil"), name + ": 'validUntil'"));
    manifest.copyright = TRY(field("copyright"));
    if (manifest.valid_until < manifest.valid_from)
        return refuse(name + ": 'validUntil' lies before 'validFrom'");
    if (kind == ManifestKind::source)
        return manifest;
    auto const& files = at(object, "files");
    if (!files.is_object())
        return refuse(name + ": 'files' must name each file with its sha256");
    for (auto const& [file, digest] : files.object()) {
        if (!is_payload_name(file))
            return refuse(name + ": 'files' may hold only wording.json and audio/ with plain names");
        if (!digest.is_string() || !is_sha256_hex(digest.text()))
            return refuse(name + ": the sha256 of '" + file + "' must be 64 lower-case hexadecimal digits");
        manifest.files.emplace(file, digest.text());
    }
    if (!manifest.files.contains("wording.json"))
        return refuse(name + ": 'files' does not name wording.json");
    return manifest;
}

std::string format_manifest(Manifest const& manifest)
{
    Json::Object files;
    for (auto const& [file, digest] : manifest.files)
        files.emplace(file, Json(digest));
    Json const object(Json::Object {
        { "format", Json(format_name) },
        { "instrument", Json(manifest.instrument) },
        { "instrumentVersion", Json(manifest.instrument_version) },
        { "language", Json(manifest.language) },
        { "translationVersion", Json(manifest.translation_version) },
        { "licensee", Json(manifest.licensee) },
        { "agreement", Json(manifest.agreement) },
        { "study", Json(manifest.study) },
        { "validFrom", Json(to_string(manifest.valid_from)) },
        { "validUntil", Json(to_string(manifest.valid_until)) },
        { "copyright", Json(manifest.copyright) },
        { "files", Json(std::move(files)) },
    });
    return object.dump();
}

Result<Wording> parse_wording(std::string_view text)
{
    auto const object = TRY(parse_object(text, "wording.json"));
    TRY(check_keys(object, "wording.json", { "title", "instructions", "headers", "items", "options4", "options7", "anchors7" }));
    Wording wording;
    auto const& headers = at(object, "headers");
    auto const& anchors = at(object, "anchors7");
    wording.title = TRY(read_text(at(object, "title"), "wording.json: 'title'"));
    wording.instructions = TRY(read_text(at(object, "instructions"), "wording.json: 'instructions'", Emptiness::allowed));
    if (!headers.is_object() || !anchors.is_object())
        return refuse("wording.json: 'headers' and 'anchors7' must be objects");
    TRY(check_keys(headers, "wording.json: 'headers'", { "general", "week" }));
    wording.general_header = TRY(read_text(at(headers, "general"), "wording.json: the general header", Emptiness::allowed));
    wording.week_header = TRY(read_text(at(headers, "week"), "wording.json: the recall header"));
    TRY(check_keys(anchors, "wording.json: 'anchors7'", { "low", "high" }));
    wording.lowest = TRY(read_text(at(anchors, "low"), "wording.json: the low anchor"));
    wording.highest = TRY(read_text(at(anchors, "high"), "wording.json: the high anchor"));

    auto const& items = at(object, "items");
    if (!items.is_object())
        return refuse("wording.json: 'items' must hold the texts of items 1 to 30");
    for (int number = 1; number <= item_count; ++number) {
        auto const key = std::to_string(number);
        auto const* item = items.find(key);
        if (item == nullptr)
            return refuse("wording.json: item " + key + " is missing");
        wording.items.push_back(TRY(read_text(*item, "wording.json: item " + key)));
    }
    if (items.object().size() != item_count)
        return refuse("wording.json: 'items' holds more than items 1 to 30");
    wording.options = TRY(read_texts(at(object, "options4"), "wording.json: 'options4'", 4));
    auto const numbers = TRY(read_texts(at(object, "options7"), "wording.json: 'options7'", 7));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] != std::to_string(i + 1))
            return refuse("wording.json: 'options7' must be the numbers 1 to 7, which is how the seven boxes are shown");
    }
    return wording;
}

std::unexpected<Error> refuse(std::string const& sentence) { return fail(Code::invalid_pack, sentence); }

} // namespace bedside::packs
