// SPDX-License-Identifier: Apache-2.0
// Records with their lengths, sealed as a whole.
#include "sync/store/rescue.h"

#include "forms/base/durable_file.h"
#include "forms/base/identifiers.h"
#include "forms/engine/json.h"
#include "sync/wire/audit_event.h"

#include <algorithm>
#include <charconv>

namespace bedside::store {
namespace {

using forms::Json;

constexpr std::string_view magic = "BEDSIDE-RESCUE-1\n";

auto not_a_rescue_file() { return fail(Code::invalid_data, "This is not a rescue file that this version understands."); }

void append_record(std::string& out, std::string_view kind, std::string_view name, std::string_view bytes)
{
    out += kind;
    out += ' ';
    out += name;
    out += ' ';
    out += std::to_string(bytes.size());
    out += '\n';
    out += bytes;
    out += '\n';
}

Json instant_json(Instant const& at)
{
    return Json::Object { { "time", Json(iso8601(at)) }, { "monotonicMs", Json(at.monotonic_ms) }, { "bootId", Json(at.boot_id) } };
}

/// A response that was not completed, with its whole answer log.
Result<std::string> open_response_json(Store const& store, OpenResponse const& open)
{
    Json::Array answers;
    for (auto const& row : TRY(store.answer_history(open.id))) {
        Json::Object answer {
            { "number", Json(row.number) },
            { "path", Json(row.path) },
            { "actor", Json(row.actor.who) },
            { "assistedBy", Json(row.actor.assisted_by) },
            { "at", instant_json(row.at) },
        };
        if (row.answer)
            answer.emplace("answer", TRY(Json::parse(forms::encode_answer(*row.answer))));
        answers.push_back(std::move(answer));
    }
    Json::Object object {
        { "id", Json(open.id) },
        { "participant", Json(open.participant) },
        { "form", Json(open.form) },
        { "questionnaire", Json(open.questionnaire) },
        { "visit", Json(open.visit) },
        { "started", instant_json(open.started) },
        { "answers", std::move(answers) },
    };
    return Json(std::move(object)).dump();
}

Result<std::filesystem::path> write_sealed(
    RescueContents const& contents, std::span<std::uint8_t const> study_key, std::filesystem::path const& directory, Instant now)
{
    if (study_key.size() != 32)
        return fail(Code::invalid_argument, "The study's rescue key is missing; nothing may leave the tablet unsealed.");
    std::string file_bytes(magic);
    file_bytes += as_text(seal(study_key, as_bytes(encode_rescue(contents))));
    now.offset_min = 0;
    auto stamp = iso8601(now).substr(0, 19);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    auto const tablet = is_fhir_id(contents.tablet) ? contents.tablet : std::string("unnamed");
    auto const file = directory / ("bedside-rescue-" + tablet + "-" + stamp + "Z.sealed");
    TRY(write_durably(file, file_bytes, Replace::never));
    return file;
}

Result<void> check_chain(RescueContents const& contents)
{
    auto const public_key = TRY(from_hex(contents.public_key));
    std::string previous = wire::chain_genesis;
    std::int64_t sequence = 0;
    for (auto const& transaction : contents.transactions) {
        auto const submission = TRY(wire::parse_transaction(transaction));
        TRY(wire::verify_submission(submission, public_key));
        auto const& entry = submission.entry;
        if (entry.tablet != contents.tablet || entry.sequence != ++sequence || entry.previous != previous)
            return fail(Code::corrupted, "The rescue file's sequence is broken at number " + std::to_string(sequence) + ".");
        previous = entry.hash();
    }
    return {};
}

} // namespace

std::string encode_rescue(RescueContents const& contents)
{
    Json::Object header {
        { "tablet", Json(contents.tablet) },
        { "instance", Json(contents.instance) },
        { "publicKey", Json(contents.public_key) },
        { "created", Json(contents.created) },
        { "forms", Json(static_cast<std::int64_t>(contents.transactions.size())) },
    };
    std::string out;
    append_record(out, "header", "1", Json(std::move(header)).dump());
    auto const append_all = [&](std::string_view kind, std::vector<std::string> const& records) {
        for (std::size_t i = 0; i < records.size(); ++i)
            append_record(out, kind, std::to_string(i + 1), records[i]);
    };
    append_all("form", contents.transactions);
    append_all("open", contents.open_responses);
    append_all("audit", contents.audit_events);
    for (auto const& [name, bytes] : contents.raw_files)
        append_record(out, "file", name, bytes);
    append_record(out, "end", "1", "");
    return out;
}

Result<RescueContents> decode_rescue(std::string_view text)
{
    RescueContents contents;
    std::int64_t forms = -1;
    bool ended = false;
    while (!text.empty()) {
        auto const line_end = text.substr(0, 512).find('\n');
        if (line_end == std::string_view::npos || ended)
            return not_a_rescue_file();
        auto const line = text.substr(0, line_end);
        auto const first = line.find(' ');
        auto const last = line.rfind(' ');
        if (first == std::string_view::npos || first == last)
            return not_a_rescue_file();
        auto const kind = line.substr(0, first);
        auto const name = line.substr(first + 1, last - first - 1);
        std::uint64_t size = 0;
        auto const digits = line.substr(last + 1);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
        text.remove_prefix(line_end + 1);
        if (error != std::errc() || end != digits.data() + digits.size() || size >= text.size() || text[size] != '\n')
            return not_a_rescue_file();
        auto const bytes = text.substr(0, size);
        text.remove_prefix(size + 1);

        if (kind == "header" && forms < 0) {
            auto const header = TRY(Json::parse(bytes, 4));
            contents.tablet = header.string_at("tablet");
            contents.instance = header.string_at("instance");
            contents.public_key = header.string_at("publicKey");
            contents.created = header.string_at("created");
            auto const* count = header.find("forms");
            forms = count != nullptr && count->integer() ? *count->integer() : -1;
            if (forms < 0)
                return not_a_rescue_file();
        } else if (forms < 0) {
            return not_a_rescue_file();
        } else if (kind == "form") {
            contents.transactions.emplace_back(bytes);
        } else if (kind == "open") {
            contents.open_responses.emplace_back(bytes);
        } else if (kind == "audit") {
            contents.audit_events.emplace_back(bytes);
        } else if (kind == "file") {
            // The name becomes a file when the bundle is unpacked.
            auto const plain = !name.empty() && name.size() <= 64 && name.front() != '.'
                && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '-'; });
            if (!plain || !contents.raw_files.emplace(name, bytes).second)
                return not_a_rescue_file();
        } else if (kind == "end") {
            ended = true;
        } else {
            return not_a_rescue_file();
        }
    }
    if (!ended || forms != static_cast<std::int64_t>(contents.transactions.size()))
        return not_a_rescue_file();
    return contents;
}

Result<std::filesystem::path> write_rescue(Store& store, std::span<std::uint8_t const> study_key, std::filesystem::path const& directory, Clock const& clock)
{
    RescueContents contents;
    contents.tablet = TRY(store.setting("tablet")).value_or("");
    contents.instance = TRY(store.setting("instance")).value_or("");
    contents.public_key = hex(store.public_key());
    contents.created = iso8601(clock.now());
    auto const completed = TRY(store.completed_forms());
    TRY(store.audit("rescue-written", std::to_string(completed.size()) + " forms", { "system:sync", {} }));
    for (auto const& form : completed) {
        auto const submission = TRY(store.submission(form.sequence));
        contents.transactions.push_back(TRY(wire::build_transaction(submission)));
    }
    for (auto const& open : TRY(store.open_responses()))
        contents.open_responses.push_back(TRY(open_response_json(store, open)));
    constexpr int batch = 1000;
    for (std::int64_t after = 0;;) {
        auto const rows = TRY(store.audit_rows(after, batch));
        for (auto const& row : rows)
            contents.audit_events.push_back(wire::audit_event(contents.tablet, audit_record(row)));
        if (rows.size() < batch)
            break;
        after = rows.back().number;
    }
    return write_sealed(contents, study_key, directory, clock.now());
}

Result<std::filesystem::path> write_raw_rescue(std::filesystem::path const& store_directory, Secret const& key, std::span<std::uint8_t const> study_key,
    std::filesystem::path const& directory, Clock const& clock)
{
    RescueContents contents;
    contents.created = iso8601(clock.now());
    for (auto const* name : { "bedside.db", "bedside.db-wal", "key.wrapped" }) {
        auto const bytes = read_file(store_directory / name, largest_rescue / 2);
        if (bytes)
            contents.raw_files.emplace(name, *bytes);
        else if (bytes.error().code != Code::not_found)
            return std::unexpected(bytes.error());
    }
    if (!contents.raw_files.contains("bedside.db"))
        return fail(Code::not_found, "There is no store in this folder.");
    if (!key.empty())
        contents.raw_files.emplace("key", hex(key.bytes()));
    return write_sealed(contents, study_key, directory, clock.now());
}

Result<RescueContents> unseal_rescue(std::span<std::uint8_t const> file, BoxKey const& key)
{
    if (file.size() > largest_rescue)
        return fail(Code::too_large, "The rescue file is larger than 1 GB.");
    if (!as_text(file).starts_with(magic))
        return not_a_rescue_file();
    auto const inside = TRY(unseal(key, file.subspan(magic.size())));
    return decode_rescue(as_text(inside));
}

Result<RescueContents> open_rescue(std::span<std::uint8_t const> file, BoxKey const& key)
{
    auto contents = TRY(unseal_rescue(file, key));
    if (!contents.transactions.empty())
        TRY(check_chain(contents));
    return contents;
}

} // namespace bedside::store
