// SPDX-License-Identifier: Apache-2.0
// Fills a server's database as after years of a large study, for scale.mjs: console_scale SERVER_FOLDER KEY_FILE PARTICIPANTS TABLETS RESPONSES
// Bodies are real responses of the example study's forms; hashes and signatures are not, so `verify` would refuse them.
#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/study/study.h"
#include "sync/server/storage/audit.h"
#include "sync/server/tablets/study_server.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sys/stat.h>

using namespace bedside;
using namespace bedside::server;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr char const* subject = "P-00000";
constexpr char const* uuid = "00000000-0000-4000-8000-000000000000";
constexpr char const* visit_mark = "VISIT-PLACE";

std::mt19937_64 random_numbers(20'261'124);
int below(int limit) { return static_cast<int>(random_numbers() % static_cast<std::uint64_t>(limit)); }

/// Some answer that fits an item.
struct Fitting {
    std::optional<forms::Value> operator()(forms::GroupItem const&) const { return {}; }
    std::optional<forms::Value> operator()(forms::DisplayItem const&) const { return {}; }
    std::optional<forms::Value> operator()(forms::AttachmentItem const&) const { return {}; }
    std::optional<forms::Value> operator()(forms::BooleanItem const&) const { return forms::Value(below(4) == 0); }
    std::optional<forms::Value> operator()(forms::IntegerItem const& item) const
    {
        auto const low = item.minimum.value_or(0);
        return forms::Value(static_cast<std::int32_t>(low + below(std::min(item.maximum.value_or(low + 10) - low, 60) + 1)));
    }
    std::optional<forms::Value> operator()(forms::DecimalItem const& item) const { return forms::Value(item.minimum.value_or(forms::Decimal { "1" })); }
    std::optional<forms::Value> operator()(forms::DateItem const&) const { return {}; }
    std::optional<forms::Value> operator()(forms::TimeItem const&) const { return {}; }
    std::optional<forms::Value> operator()(forms::DateTimeItem const&) const { return forms::Value(forms::DateTime { "2026-01-01T09:00:00+08:00" }); }
    std::optional<forms::Value> operator()(forms::StringItem const&) const { return {}; }
    std::optional<forms::Value> operator()(forms::QuantityItem const& item) const
    {
        auto const& unit = item.units.front();
        return forms::Value(forms::Quantity { { std::to_string(1 + below(50)) }, unit.display.empty() ? unit.code : unit.display, unit.system, unit.code });
    }
    std::optional<forms::Value> operator()(forms::ChoiceItem const& item) const { return item.options.empty() ? std::nullopt : std::optional(item.options[static_cast<std::size_t>(below(static_cast<int>(item.options.size())))].value); }
};

/// A response with places for id, participant and visit; "" when no draw fitted.
std::string body_of(forms::Definition const& definition, bool has_visit)
{
    for (int tries = 0; tries < 50; ++tries) {
        forms::Answers answers;
        // Steps appear as answers open them.
        for (int round = 0; round < 6; ++round) {
            for (auto const& path : forms::missing(definition, answers)) {
                auto const* item = definition.find(path.link_id());
                auto value = item == nullptr ? std::nullopt : std::visit(Fitting {}, item->kind);
                forms::Answer answer { {}, forms::Absence::asked_declined };
                if (value && path.instance() == 1)
                    answer = { { std::move(*value) }, {} };
                if (item != nullptr && !forms::check_answer(*item, answer))
                    answer = { {}, forms::Absence::asked_declined };
                answers.emplace(path, std::move(answer));
            }
        }
        forms::ResponseHeader const header { .id = uuid, .subject = subject, .language = "zh-Hans", .authored = parse_iso8601("2026-01-01T10:00:00.000+08:00").value(), .status = forms::ResponseStatus::completed,
            .assisted_by = {}, .staff = {}, .tablet = "T-001", .visit = has_visit ? visit_mark : "", .study = "idds-hydromorphone", .amends = {}, .reason = {}, .corrected_by = {}, .flags = {} };
        if (auto built = forms::build_response(definition, answers, header))
            return *built;
    }
    return {};
}

void put(std::string& text, std::string_view place, std::string_view value)
{
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
        text.replace(at, place.size(), value);
}

struct Kind {
    std::string form;
    std::string canonical;
    std::vector<std::string> bodies;
};

/// A study folder like the example's with a roster of this many.
void write_study(std::filesystem::path const& from, std::filesystem::path const& to, int participants)
{
    std::filesystem::create_directories(to);
    for (auto const* name : { "study.toml", "staff.csv" })
        std::filesystem::copy_file(from / name, to / name, std::filesystem::copy_options::overwrite_existing);
    std::ofstream roster(to / "roster.csv");
    roster << "number,initials,birth_year,language,ward,tablet,groups,state,state_since,anchor:epidural-trial,anchor:pca-start,anchor:discharge\n";
    for (int i = 1; i <= participants; ++i) {
        char number[16];
        std::snprintf(number, sizeof number, "P-%05d", i);
        int const ago = 2 + i % 130;
        roster << number << ",A.B.,1960,zh-Hans," << (i % 3 == 0 ? "" : "W" + std::to_string(i % 20)) << ",,,on-study,,today-" << ago + 3 << "d,today-" << ago << "dT09:30," << (ago > 6 ? "today-" + std::to_string(ago - 5) + "d" : "") << "\n";
    }
}

struct Size {
    int participants = 0;
    int tablets = 0;
    int responses = 0;
};

Result<int> fill(std::filesystem::path const& folder, std::filesystem::path const& key_file, Size const& size)
{
    static SystemClock const clock;
    Config config;
    config.directory = folder;
    config.key_file = key_file;
    config.tablet_port = 0;
    config.console_port = 0;
    config.address = "127.0.0.1";
    TRY(StudyServer::initialise(config, { "localhost", "127.0.0.1" }, clock));
    auto const server = TRY(StudyServer::open(config, clock));
    write_study(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", folder / "study", size.participants);
    TRY(server->publish_folder(folder / "study", "scale"));
    auto const files = TRY(server->storage().read([](ReadConnection& connection) { return documents(connection, "study"); }));
    auto const trial = TRY(study::load_study(files));
    std::map<std::string, Kind> kinds;
    for (auto const& form : trial.forms) {
        auto& kind = kinds[form.id];
        kind.form = form.id;
        kind.canonical = form.definition->canonical();
        for (int i = 0; i < 40; ++i)
            if (auto body = body_of(*form.definition, form.id != "btp-episode"); !body.empty())
                kind.bodies.push_back(std::move(body));
        if (kind.bodies.empty())
            return fail(Code::internal, "no answers fit the form " + form.id);
    }
    auto const now = clock.now();
    TRY(server->storage().write([&](Connection& connection) -> Result<void> {
        for (int i = 1; i <= size.tablets; ++i) {
            char id[16];
            std::snprintf(id, sizeof id, "T-%03d", i);
            auto const held = size.responses / size.tablets;
            auto const ran = connection.run("INSERT INTO tablet (id, signing_key, certificate, certificate_sha256, certificate_until_ms, enrolled_ms, head, contiguous, highest, received, contact_ms, claimed_sequence, queue, quarantined, skew_ms, battery_percent, "
                                            "charging, storage_free_bytes, mode, version) VALUES (?1, ?2, '', ?3, ?4, ?5, ?6, ?7, ?7, ?7, ?8, ?9, 0, 0, ?10, ?11, 0, ?12, ?13, '0.9.0')",
                id, random_bytes(32), hex(random_bytes(32)), now.wall_ms + 900 * day_ms, now.wall_ms - 400 * day_ms, hex(random_bytes(32)), held, now.wall_ms - below(i % 40 == 0 ? 3 : 1) * day_ms - below(600'000),
                held + (i % 50 == 0 ? 2 : 0), below(3000) - 1500, 15 + below(85), std::int64_t { 20'000'000'000 } + below(1'000'000'000), i % 3 == 0 ? "home" : "bedside");
            if (!ran)
                return ran;
        }
        return {};
    }));
    TRY(server->storage().write([](Connection& connection) -> Result<void> {
        auto query = connection.query("PRAGMA cache_size = -600000"); // the indexes stay in memory while they grow at random places
        return query ? Result<void>() : std::unexpected(query.error());
    }));
    constexpr int batch = 20'000;
    int made = 0;
    auto const each = size.responses / size.participants;
    while (made < size.responses) {
        auto const from = made;
        TRY(server->storage().write([&](Connection& connection) -> Result<void> {
            for (int n = from; n < std::min(from + batch, size.responses); ++n) {
                int const person = n % size.participants; // arrives as in life: everybody a little at a time
                int const step = n / size.participants;
                char number[16];
                std::snprintf(number, sizeof number, "P-%05d", person + 1);
                int const ago = 2 + (person + 1) % 130;
                static constexpr char const* at_visits[] = { "pain-nrs", "qlq-c30", "side-effects", "pump-record" };
                static constexpr int visit_days[] = { -4, 1, 5, 30, 60, 90 };
                static constexpr char const* visits[] = { "T0", "T1d", "Tdis", "T1m", "T2m", "T3m" };
                int const day = step * 105 / std::max(each, 1) - 5; // from the day before treatment to day 100
                auto const authored = now.wall_ms - (ago - day) * day_ms - below(3'600'000) - (day > ago ? (day - ago + 1) * day_ms : 0);
                std::string form = step % 3 == 0 ? "btp-episode" : "end-of-day";
                std::string visit;
                for (int v = 0; v < 6; ++v)
                    if (visit_days[v] <= ago && std::abs(visit_days[v] - day) <= 1 && step % 2 == 0) {
                        form = at_visits[step / 2 % 4];
                        visit = visits[v];
                    }
                auto const when = trial.zone.instant(authored);
                if (form == "end-of-day")
                    visit = to_string(local_date(when));
                auto const id = random_uuid();
                auto const& kind = kinds.at(form);
                auto body = kind.bodies[static_cast<std::size_t>(below(static_cast<int>(kind.bodies.size())))];
                put(body, uuid, id);
                put(body, subject, number);
                put(body, visit_mark, visit);
                put(body, "2026-01-01T10:00:00.000+08:00", iso8601(when));
                char tablet[16];
                std::snprintf(tablet, sizeof tablet, "T-%03d", n % size.tablets + 1);
                auto const ran = connection.run("INSERT INTO submission (response_id, tablet, sequence, sha256, previous, hash, signature, received_ms, received_at, receipt_head, skew_ms, study, participant, form, questionnaire, visit, authored_at, authored_ms, "
                                                "authored_date, language, assisted_by, staff, tags) VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, ?6, ?7, ?4, 0, 'idds-hydromorphone', ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'zh-Hans', '', '', '')",
                    id, tablet, n / size.tablets + 1, hex(random_bytes(32)), base64(random_bytes(64)), authored + 60'000, iso8601(trial.zone.instant(authored + 60'000)), number, form, kind.canonical, visit, iso8601(when), authored, to_string(local_date(when)));
                if (!ran)
                    return ran;
                auto const row = connection.database().last_insert_id();
                auto const kept = connection.run("INSERT INTO response_body (number, bytes) VALUES (?1, ?2)", row, Bytes(body.begin(), body.end()));
                if (!kept)
                    return kept;
                if (n % 50 != 0)
                    continue;
                bool const open = n + 1000 > size.responses;
                auto const told = connection.run("INSERT INTO alert (id, submission, participant, tablet, rule, priority, text, raised_ms, received_ms, acknowledged_ms, acknowledged_by) VALUES (?1, ?2, ?3, ?4, 'severe-pain', 'urgent', '疼痛 ≥ 7', ?5, ?5, ?6, ?7)",
                    "alert-" + std::to_string(n), row, number, tablet, authored, open ? std::nullopt : std::optional(authored + 600'000), open ? std::nullopt : std::optional(std::string("console:coordinator")));
                if (!told)
                    return told;
            }
            return {};
        }));
        made = std::min(from + batch, size.responses);
        std::fprintf(stderr, "\r%d", made);
    }
    std::fprintf(stderr, "\n");
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 6) {
        std::fprintf(stderr, "console_scale SERVER_FOLDER KEY_FILE PARTICIPANTS TABLETS RESPONSES\n");
        return 2;
    }
    umask(077);
    auto const filled = fill(argv[1], argv[2], { std::atoi(argv[3]), std::atoi(argv[4]), std::atoi(argv[5]) });
    if (!filled)
        std::fprintf(stderr, "console_scale: %s\n", filled.error().message.c_str());
    return filled ? 0 : 1;
}
