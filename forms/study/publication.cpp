// SPDX-License-Identifier: Apache-2.0
// From a folder that people edit to the files that tablets receive.
#include "forms/study/publication.h"
#include "forms/base/csv.h"
#include "forms/study/roster.h"
#include "forms/study/source.h"

#include <algorithm>
#include <sstream>

namespace bedside::study {
namespace {

bool is_plain(std::string_view id)
{
    return std::ranges::none_of(id, [](char c) { return c == ',' || c == '"' || (c >= 0 && c < ' ') || c == '\x7F'; });
}

} // namespace

Result<std::vector<StaffMember>> load_staff(std::string_view csv)
{
    std::istringstream stream { std::string(csv) };
    CsvReader reader(stream);
    std::vector<std::string> fields;
    std::vector<StaffMember> all;
    auto const refused = [&](std::string const& sentence) { return fail(Code::invalid_study, "staff.csv line " + std::to_string(reader.line()) + ": " + sentence); };
    for (bool is_header = true;; is_header = false) {
        auto const more = reader.next(fields);
        if (!more)
            return fail(Code::invalid_study, "staff.csv " + more.error().message);
        if (!*more)
            break;
        if (is_header) {
            if (fields != std::vector<std::string> { "id", "role", "pin_hash" })
                return refused("the columns must be id,role,pin_hash");
            continue;
        }
        if (fields.size() != 3 || fields[0].empty() || fields[0].size() > 32)
            return refused("an account needs an id, a role and a hash");
        if (!is_plain(fields[0]))
            return refused("the id of an account must not contain commas, quotation marks or control characters");
        if (fields[1] != "nurse" && fields[1] != "coordinator" && fields[1] != "administrator")
            return refused("the role must be nurse, coordinator or administrator");
        if (!fields[2].starts_with("$argon2id$"))
            return refused("'pin_hash' must come from: bedside-admin staff hash");
        if (std::any_of(all.begin(), all.end(), [&](StaffMember const& other) { return other.id == fields[0]; }))
            return refused("the account '" + fields[0] + "' stands in the file already");
        all.push_back({ fields[0], fields[1], fields[2] });
    }
    return all;
}

Result<Publication> prepare_publication(std::filesystem::path const& folder, Instant const& now)
{
    FolderSource const on_disk(folder);
    RecordingSource const source(on_disk);
    Publication publication;
    publication.study = TRY(load_study_from(source));
    publication.files = source.files();
    auto const today = publication.study.zone.date_at(now.wall_ms);
    for (auto const& form : publication.study.forms) {
        if (!form.pack)
            continue;
        auto const pack = TRY(packs::read_pack_folder(folder / form.pack_folder));
        auto const whole = packs::verify_pack(pack, publication.study.pack_keys, { .instrument = {}, .study = publication.study.id, .today = today });
        if (!whole)
            return fail(Code::invalid_study, "the wording pack of the form '" + form.id + "' cannot be used: " + whole.error().message);
        for (auto const& [name, digest] : whole->manifest.files) {
            if (name != "wording.json")
                publication.recordings.emplace(digest, pack.at(name));
        }
    }
    auto const roster = TRY(on_disk.read("roster.csv"));
    publication.roster = TRY(resolve_example_roster(roster, publication.study, now));
    TRY(load_roster(publication.roster, publication.study));
    auto const staff = TRY(on_disk.read("staff.csv"));
    publication.staff = TRY(load_staff(staff));
    return publication;
}

} // namespace bedside::study
