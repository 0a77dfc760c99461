// SPDX-License-Identifier: Apache-2.0
#include "sync/simulate/trial.h"

#include "forms/base/durable_file.h"
#include "sync/server/commands/server_source.h"
#include "sync/server/report/export.h"
#include "sync/simulate/server.h"
#include "sync/simulate/tablet.h"
#include "sync/simulate/workers.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <sys/resource.h>

namespace bedside::simulate {
namespace {

/// Bytes of a study's file.
constexpr std::size_t largest_file = 16u << 20;

struct Trial {
    Setting setting;
    std::vector<Patient> patients;
    std::filesystem::path study_folder;
};

std::vector<study::Participant> roster_on(Trial const& trial, Day day)
{
    std::vector<study::Participant> roster;
    auto const& zone = trial.setting.study.zone;
    for (auto const& patient : trial.patients) {
        auto participant = patient.participant;
        if (patient.departure && day >= patient.departure->day) {
            participant.state = patient.departure->state;
            participant.state_since = zone.instant(zone.moment(date_from_days(patient.departure->day), 8 * 60));
        } else if (day > patient.last_day) {
            participant.state = study::ParticipantState::completed;
            participant.state_since = zone.instant(zone.moment(date_from_days(patient.last_day + 1)));
        }
        roster.push_back(std::move(participant));
    }
    return roster;
}

/// Makes the simulated study's folder out of the real one.
Result<Trial> make_trial(TrialOptions const& options)
{
    Trial trial;
    trial.setting.seed = options.seed;
    trial.setting.parameters = TRY(read_parameters(options.study));
    trial.setting.study = TRY(study::load_study(options.study));
    if (options.participants < 1 || options.participants > 9999)
        return fail(Code::invalid_argument, "a simulation has 1 to 9999 participants");
    trial.patients = recruit(trial.setting.parameters, trial.setting.study, options.seed, options.participants);
    trial.study_folder = options.directory / "study";
    std::error_code error;
    if (options.url.empty() && std::filesystem::exists(trial.study_folder, error))
        return fail(Code::already_exists, "there is a simulated trial in '" + options.directory.string() + "' already; give another folder");
    std::filesystem::create_directories(options.directory, error);
    std::filesystem::copy(options.study, trial.study_folder, std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing, error);
    if (error)
        return fail(Code::io, "'" + trial.study_folder.string() + "' cannot be written: " + error.message());
    auto toml = TRY(read_file(options.study / "study.toml", largest_file));
    auto const head = toml.find("[study]");
    if (head == std::string::npos)
        return fail(Code::invalid_study, "study.toml has no line [study]");
    toml.insert(head + std::string_view("[study]").size(), "\nsimulated = true                  # made up by bedside-admin simulate");
    TRY(write_atomically(trial.study_folder / "study.toml", toml));
    trial.setting.study = TRY(study::load_study(trial.study_folder));
    TRY(write_atomically(trial.study_folder / "roster.csv", study::format_roster(roster_on(trial, 0), trial.setting.study)));
    std::string allocation = "number,arm\n";
    for (auto const& patient : trial.patients)
        allocation += patient.participant.number + "," + trial.setting.parameters.arms[patient.arm].name + "\n";
    TRY(write_atomically(options.directory / "allocation.csv", allocation));
    return trial;
}

Result<std::vector<std::string>> read_codes(std::filesystem::path const& file, std::size_t needed)
{
    std::ifstream stream(file);
    std::vector<std::string> codes;
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty())
            codes.push_back(line);
    }
    if (codes.size() < needed)
        return fail(Code::invalid_argument, "'" + file.string() + "' holds " + std::to_string(codes.size()) + " enrolment codes, and " + std::to_string(needed) + " are needed");
    return codes;
}

/// Every form once, with the bytes that the tablet froze.
Result<int> compare(server::StudyServer& server, std::vector<std::unique_ptr<SimulatedTablet>> const& tablets)
{
    std::map<std::string, std::string> expected;
    for (auto const& tablet : tablets)
        expected.insert(tablet->completed().begin(), tablet->completed().end());
    auto const all = expected.size();
    TRY(server.storage().read([&](server::ReadConnection& connection) {
        return server::each_response(connection, [&](std::string const& id, std::string const& bytes) -> Result<void> {
            auto const found = expected.extract(id);
            if (found.empty())
                return fail(Code::corrupted, "the server holds the form " + id + " twice, or nobody filled it in");
            if (found.mapped() != sha256_hex(bytes))
                return fail(Code::corrupted, "the server holds other bytes of the form " + id + " than its tablet froze");
            return {};
        });
    }));
    if (!expected.empty())
        return fail(Code::corrupted, std::to_string(expected.size()) + " forms are missing on the server, the first is " + expected.begin()->first);
    TRY(server.storage().read([](server::ReadConnection& connection) { return server::verify_submissions(connection); }));
    return static_cast<int>(all);
}

Result<void> write_results(server::StudyServer& server, std::filesystem::path const& directory, std::ostream& out)
{
    auto const source = TRY(report::source_of(server, server.clock().now().wall_ms));
    TRY(report::write_export(source, directory / "export", "simulated"));
    auto const data = TRY(report::collect(source));
    auto const allocation_csv = TRY(read_file(directory / "allocation.csv", largest_file));
    auto const allocation = TRY(report::read_allocation(allocation_csv, data.ground));
    TRY(report::write_report(data, allocation, directory / "report"));
    out << "Data sets in '" << (directory / "export").string() << "', the report in '" << (directory / "report" / "report.html").string() << "'.\n";
    return {};
}

void tell(std::vector<std::unique_ptr<SimulatedTablet>> const& tablets, std::ostream& out)
{
    Tally sum;
    std::size_t forms = 0;
    for (auto const& tablet : tablets) {
        auto const& one = tablet->tally();
        sum.evenings += one.evenings;
        sum.episodes += one.episodes;
        sum.visits += one.visits;
        sum.visit_forms += one.visit_forms;
        sum.refused_items += one.refused_items;
        sum.left_open += one.left_open;
        forms += tablet->completed().size();
    }
    out << tablets.size() << " patients: " << forms << " forms (" << sum.evenings << " diary days, " << sum.episodes << " episodes, " << sum.visit_forms << " forms at " << sum.visits << " visits); " << sum.refused_items << " items refused, "
        << sum.left_open << " forms handed in after their window.\n";
}

/// A server, where none runs elsewhere, and everybody's tablet. Tablets refer to the trial, and the server to the clock.
struct Site {
    std::unique_ptr<SimulatedServer> server;
    std::vector<std::unique_ptr<SimulatedTablet>> tablets; ///< goes first
};

Result<Site> open_site(TrialOptions const& options, Trial const& trial, SimulatedClock& clock)
{
    std::signal(SIGPIPE, SIG_IGN);
    Site site;
    std::vector<std::string> codes;
    if (options.url.empty()) {
        site.server = TRY(SimulatedServer::start(options.directory / "server", clock));
        TRY(site.server->study_server().publish_folder(trial.study_folder, "simulation"));
    } else {
        codes = TRY(read_codes(options.codes, trial.patients.size()));
    }
    for (auto const& patient : trial.patients) {
        auto const& name = patient.participant.tablet;
        auto const code = site.server ? TRY(site.server->enrolment_code(name)) : codes[site.tablets.size()];
        site.tablets.push_back(TRY(SimulatedTablet::enrol(trial.setting, patient, site.server ? site.server->url() : options.url, code, options.directory / "tablets" / name, clock.true_ms())));
    }
    return site;
}

} // namespace

Result<int> prepare_trial(TrialOptions const& options, std::ostream& out)
{
    auto const trial = TRY(make_trial(options));
    out << "Publish '" << trial.study_folder.string() << "' on an empty server, make a code for each of " << trial.patients.front().participant.tablet << " to " << trial.patients.back().participant.tablet << ", and give them with --server and --codes.\n";
    return 0;
}

Result<int> run_trial(TrialOptions const& options, std::ostream& out)
{
    auto trial = TRY(make_trial(options));
    auto const& zone = trial.setting.study.zone;
    auto const start = days_since_epoch(trial.setting.parameters.start);
    auto const moment = [&](Day day, int minute) { return zone.moment(date_from_days(day), minute); };
    SimulatedClock clock(zone, moment(start - 1, 5 * 60), Random(options.seed, "server boot").uuid());
    auto const site = TRY(open_site(options, trial, clock));
    auto const& server = site.server;
    auto const& tablets = site.tablets;
    Day last = start;
    for (auto const& patient : trial.patients)
        last = std::max(last, patient.last_day);

    auto const republish = [&](Day day) -> Result<void> {
        TRY(write_atomically(trial.study_folder / "roster.csv", study::format_roster(roster_on(trial, day), trial.setting.study)));
        if (server)
            TRY(server->study_server().publish_folder(trial.study_folder, "simulation"));
        return {};
    };
    // Day by day, so that every tablet meets the server at the same moment, however the threads take turns.
    for (Day day = start; day <= last; ++day) {
        clock.set(moment(day, 8 * 60));
        if (std::any_of(trial.patients.begin(), trial.patients.end(), [&](auto const& patient) { return patient.departure && patient.departure->day == day; }))
            TRY(republish(day));
        clock.set(moment(day, 23 * 60));
        TRY(in_parallel(options.threads, tablets.size(), [&](std::size_t i) { return tablets[i]->live(day); }));
    }
    clock.set(moment(last + 2, 12 * 60));
    TRY(republish(last + 2));
    TRY(in_parallel(options.threads, tablets.size(), [&](std::size_t i) { return tablets[i]->drain(clock.true_ms()); }));
    TRY(in_parallel(options.threads, tablets.size(), [&](std::size_t i) { return tablets[i]->verify(); }));
    tell(tablets, out);
    if (!server) {
        out << "The server has signed a receipt for each. Publish '" << trial.study_folder.string() << "' there once more: its roster says who left.\n";
        return 0;
    }
    auto const forms = TRY(compare(server->study_server(), tablets));
    out << "The server holds each of the " << forms << " forms once, byte for byte.\n";
    TRY(write_results(server->study_server(), options.directory, out));
    return 0;
}

Result<int> run_fleet(TrialOptions const& options, int forms_each, std::ostream& out)
{
    using Time = std::chrono::steady_clock;
    rlimit files {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) { // a tablet keeps its store open
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    auto const trial = TRY(make_trial(options));
    auto const& zone = trial.setting.study.zone;
    SimulatedClock clock(zone, zone.moment(trial.setting.parameters.start, 5 * 60), Random(options.seed, "server boot").uuid());
    auto const site = TRY(open_site(options, trial, clock));
    auto const& tablets = site.tablets;
    for (auto const& tablet : tablets)
        tablet->hang_up();
    TRY(in_parallel(options.threads, tablets.size(), [&](std::size_t i) { return tablets[i]->hand_in_load(forms_each); }));
    std::vector<double> seconds(tablets.size());
    auto const begin = Time::now();
    TRY(in_parallel(options.threads, tablets.size(), [&](std::size_t i) {
        auto const started = Time::now();
        auto const drained = tablets[i]->drain(clock.true_ms());
        tablets[i]->hang_up();
        seconds[i] = std::chrono::duration<double>(Time::now() - started).count();
        return drained;
    }));
    auto const all = std::chrono::duration<double>(Time::now() - begin).count();
    std::sort(seconds.begin(), seconds.end());
    auto const forms = static_cast<double>(tablets.size()) * forms_each;
    out << tablets.size() << " tablets, " << forms_each << " forms each, " << options.threads << " at a time: " << static_cast<int>(forms / all) << " forms a second; a tablet took " << seconds[seconds.size() / 2] << " s at the median, " << seconds[seconds.size() * 99 / 100] << " s at the 99th percentile.\n";
    if (site.server)
        out << "The server holds each of the " << TRY(compare(site.server->study_server(), tablets)) << " forms once, byte for byte.\n";
    return 0;
}

} // namespace bedside::simulate
