// SPDX-License-Identifier: Apache-2.0
// Packs on disk.
#include "sync/admin/pack_command.h"

#include "forms/base/durable_file.h"
#include "forms/packs/pack.h"
#include "forms/study/study.h"

#include <algorithm>
#include <sstream>

namespace bedside::admin {
namespace {

/// Bytes of a key's or a study's file.
constexpr std::size_t largest_file = 16u << 20;

Result<void> write_pack(packs::Files const& files, std::filesystem::path const& folder)
{
    std::error_code error;
    if (std::filesystem::exists(folder, error))
        return fail(Code::already_exists, "'" + folder.string() + "' exists already; a pack is never overwritten");
    for (auto const& [name, bytes] : files) {
        std::filesystem::create_directories((folder / name).parent_path(), error);
        auto const written = error ? Result<void>(fail(Code::io, "the folder '" + folder.string() + "' cannot be made; check the disk and its permissions"))
                                   : write_durably(folder / name, bytes, Replace::never, Readers::all);
        if (!written) {
            std::filesystem::remove_all(folder, error);
            return written;
        }
    }
    return {};
}

Result<SigningKey> signing_key(std::filesystem::path const& file)
{
    auto digits = TRY(read_file(file, largest_file));
    while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r'))
        digits.pop_back();
    auto const seed = from_hex(digits);
    if (!seed || seed->size() != 32)
        return fail(Code::missing_key, "'" + file.string() + "' holds no key; make one with: bedside-admin key new FILE");
    return SigningKey::from_seed(*seed);
}

void describe(packs::Pack const& pack, std::ostream& out)
{
    auto const& manifest = pack.manifest;
    out << "ok: " << manifest.instrument << " " << manifest.instrument_version << ", " << manifest.language << ", translation " << manifest.translation_version << "\n"
        << "licensee " << manifest.licensee << ", agreement " << manifest.agreement << ", study " << manifest.study << ", valid " << to_string(manifest.valid_from) << " to " << to_string(manifest.valid_until) << "\n"
        << "pack " << pack.hash << "\n";
}

/// study.toml with `pack = "NAME"` in the [[form]] of this id; nothing when its id line is not found.
std::optional<std::string> with_pack_line(std::string const& toml, std::string const& form_id, std::string const& name)
{
    std::istringstream lines(toml);
    std::string result;
    bool in_form = false;
    bool done = false;
    for (std::string line; std::getline(lines, line);) {
        auto const bare = line.substr(0, line.find('#'));
        auto const first = bare.find_first_not_of(" \t");
        if (first != std::string::npos && bare[first] == '[')
            in_form = bare.find("[[form]]") != std::string::npos;
        result += line + "\n";
        std::string tight;
        std::copy_if(bare.begin(), bare.end(), std::back_inserter(tight), [](char c) { return c != ' ' && c != '\t' && c != '\r'; });
        if (in_form && !done && tight == "id=\"" + form_id + "\"") {
            result += "pack = \"" + name + "\"\n";
            done = true;
        }
    }
    return done ? std::optional(result) : std::nullopt;
}

} // namespace

Result<int> pack_build(std::filesystem::path const& source, std::filesystem::path const& key_file, std::filesystem::path const& target, std::ostream& out)
{
    auto const key = TRY(signing_key(key_file));
    auto const files = TRY(packs::read_pack_folder(source));
    auto const pack = TRY(packs::build_pack(files, key));
    TRY(write_pack(pack, target));
    describe(TRY(packs::verify_pack(pack, { Bytes(key.public_key.begin(), key.public_key.end()) }, {})), out);
    out << "public key " << hex(key.public_key) << "\n";
    return 0;
}

Result<int> pack_verify(std::filesystem::path const& folder, std::string const& public_key, Instant const& now, std::ostream& out)
{
    auto const key = from_hex(public_key);
    if (!key || key->size() != 32)
        return fail(Code::invalid_argument, "--public-key needs 64 hexadecimal digits, as pack build prints them");
    auto const files = TRY(packs::read_pack_folder(folder));
    describe(TRY(packs::verify_pack(files, { *key }, { .instrument = {}, .study = {}, .today = local_date(now) })), out);
    return 0;
}

Result<int> pack_import(std::filesystem::path const& folder, std::filesystem::path const& study_folder, std::string const& form_id, Instant const& now, std::ostream& out)
{
    auto const files = TRY(packs::read_pack_folder(folder));
    auto const toml = TRY(read_file(study_folder / "study.toml", largest_file));
    // the head of the study, whatever its forms still lack
    auto const head = TRY(study::load_study_head(toml));
    auto const pack = TRY(packs::verify_pack(files, head.pack_keys, { .instrument = {}, .study = head.id, .today = head.zone.date_at(now.wall_ms) }));
    auto const name = "packs/" + pack.manifest.instrument + "-" + pack.manifest.language;
    auto const changed = with_pack_line(toml, form_id, name);
    if (!changed)
        return fail(Code::invalid_study, "study.toml has no [[form]] with the id '" + form_id + "'");
    TRY(write_pack(files, study_folder / name));
    auto const give_up = [&](Error const& error) {
        std::error_code ignored;
        std::filesystem::remove_all(study_folder / name, ignored);
        return fail(error.code, error.message);
    };
    auto const written = write_durably(study_folder / "study.toml", *changed, Replace::allowed, Readers::all);
    if (!written)
        return give_up(written.error());
    auto const loaded = study::load_study(study_folder);
    if (!loaded) {
        TRY(write_durably(study_folder / "study.toml", toml, Replace::allowed, Readers::all));
        return give_up(loaded.error());
    }
    describe(pack, out);
    out << "the form '" << form_id << "' uses it from the next publication on\n";
    return 0;
}

} // namespace bedside::admin
