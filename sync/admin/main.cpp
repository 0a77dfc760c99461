// SPDX-License-Identifier: Apache-2.0
// bedside-admin: forms, studies, scores, wording packs, keys and rescue, from the command line.
#include "forms/base/private_memory.h"
#include "sync/admin/form_command.h"
#include "sync/admin/key_command.h"
#include "sync/admin/pack_command.h"
#include "sync/admin/rescue_command.h"
#include "sync/admin/response_command.h"
#include "sync/admin/score_command.h"
#include "sync/admin/simulate_command.h"
#include "sync/admin/store_command.h"
#include "sync/admin/study_command.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>

using namespace bedside;

int main(int argc, char** argv)
{
    keep_memory_private();
    std::ios::sync_with_stdio(false);
    CLI::App app { "Forms, studies, scores, wording packs, keys and rescue for Bedside." };
    app.set_version_flag("--version", "bedside-admin " BEDSIDE_VERSION);
    app.require_subcommand(1);
    std::function<Result<int>()> action;
    auto const command = [](CLI::App& parent, char const* name, char const* help) {
        auto* made = parent.add_subcommand(name, help);
        return made;
    };
    auto const group = [&](char const* name, char const* help) {
        auto* made = command(app, name, help);
        made->require_subcommand(1);
        return made;
    };

    std::filesystem::path path;
    std::vector<std::filesystem::path> paths;
    std::string now_text;

    command(*group("form", "Forms as FHIR Questionnaires."), "check", "Say of each form: ok, unsupported or invalid, what and where.")->callback([&] {
        action = [&] { return admin::form_check(paths, std::cout); };
    });
    app.get_subcommand("form")->get_subcommand("check")->add_option("FILE", paths, "FHIR R4 Questionnaires as JSON.")->required();

    std::filesystem::path questionnaire;
    auto* response_check = command(*group("response", "Filled forms as FHIR QuestionnaireResponses."), "check", "Check a response against its form; prints an OperationOutcome.");
    response_check->add_option("--questionnaire", questionnaire, "The form, FHIR R4 Questionnaire as JSON.")->required();
    response_check->add_option("FILE", path, "The response, FHIR R4 QuestionnaireResponse as JSON.")->required();
    response_check->callback([&] { action = [&] { return admin::response_check(questionnaire, path, std::cout); }; });

    auto* key = group("key", "Keys of stores and servers.");
    auto* key_new = command(*key, "new", "Make a new random key in a new file that only you may read.");
    key_new->add_option("FILE", path, "The file to make; it must not exist.")->required();
    key_new->callback([&] { action = [&] { return admin::key_new(path); }; });

    auto* staff = group("staff", "Staff accounts of a study.");
    command(*staff, "hash", "Read a PIN from standard input and print its hash for staff.csv.")->callback([&] {
        action = [] { return admin::staff_hash(std::cin, std::cout); };
    });

    auto* study = group("study", "Study folders.");
    auto const at = [&](CLI::App* made) { made->add_option("--now", now_text, "As of this moment (ISO 8601 with offset) in the place of the clock's."); };
    auto const now = [&]() -> Result<Instant> {
        if (now_text.empty())
            return SystemClock().now();
        auto given = parse_iso8601(now_text);
        if (!given)
            return fail(Code::invalid_argument, "--now needs a moment such as 2026-11-24T14:33:00+08:00");
        return given;
    };
    auto* study_check = command(*study, "check", "Say of each study folder whether it can be published, and if not, why.");
    study_check->add_option("FOLDER", paths, "Study folders.")->required();
    at(study_check);
    study_check->callback([&] { action = [&]() -> Result<int> { return admin::study_check(paths, TRY(now()), std::cout); }; });
    auto* study_roster = command(*study, "roster", "Print the roster with every date absolute, as it would be published.");
    study_roster->add_option("FOLDER", path, "Study folder.")->required();
    at(study_roster);
    study_roster->callback([&] { action = [&]() -> Result<int> { return admin::study_roster(path, TRY(now()), std::cout); }; });
    auto* study_plan = command(*study, "plan", "Print what is due for whom, as if nothing had been filled in yet.");
    study_plan->add_option("FOLDER", path, "Study folder.")->required();
    at(study_plan);
    study_plan->callback([&] { action = [&]() -> Result<int> { return admin::study_plan(path, TRY(now()), std::cout); }; });
    auto* study_recordings = command(*study, "recordings", "List as CSV the sentences of a study's forms that no person has recorded.");
    study_recordings->add_option("FOLDER", path, "Study folder.")->required();
    at(study_recordings);
    study_recordings->callback([&] { action = [&]() -> Result<int> { return admin::study_recordings(path, TRY(now()), std::cout); }; });

    auto* score = group("score", "Scores of instruments from CSV on standard input to CSV on standard output.");
    command(*score, "qlq-c30", "EORTC QLQ-C30 v3.0 from the columns q1 to q30; other columns pass through.")->callback([&] {
        action = [] { return admin::score_qlq_c30_csv(std::cin, std::cout); };
    });

    std::filesystem::path key_file;
    std::filesystem::path target;
    std::string trusted_key;
    std::string form_id;
    auto* pack = group("pack", "Licensed wording packs.");
    auto* pack_build = command(*pack, "build", "Check and sign pack.json, wording.json and audio/ of a folder as a pack, and print the public key.");
    pack_build->add_option("FOLDER", path, "Folder with pack.json and wording.json.")->required();
    pack_build->add_option("--key", key_file, "Signing key, as made by: bedside-admin key new FILE")->required();
    pack_build->add_option("--out", target, "The pack's folder; it must not exist.")->required();
    pack_build->callback([&] { action = [&] { return admin::pack_build(path, key_file, target, std::cout); }; });
    auto* pack_verify = command(*pack, "verify", "Check a pack's signature, files, wording and dates.");
    pack_verify->add_option("FOLDER", path, "The pack.")->required();
    pack_verify->add_option("--public-key", trusted_key, "The key that it must be signed with, 64 hexadecimal digits.")->required();
    at(pack_verify);
    pack_verify->callback([&] { action = [&]() -> Result<int> { return admin::pack_verify(path, trusted_key, TRY(now()), std::cout); }; });
    auto* pack_import = command(*pack, "import", "Check a pack and put it into a study folder, in the place of demonstration wording.");
    pack_import->add_option("FOLDER", path, "The pack.")->required();
    pack_import->add_option("STUDY", target, "Study folder whose study.toml names the pack's key in 'pack-keys'.")->required();
    pack_import->add_option("--form", form_id, "Id of the form that gets the wording.")->required();
    at(pack_import);
    pack_import->callback([&] { action = [&]() -> Result<int> { return admin::pack_import(path, target, form_id, TRY(now()), std::cout); }; });

    SystemClock const clock;
    std::filesystem::path other;
    auto* store = group("store", "A tablet's store.");
    auto const of_store = [&](char const* name, char const* help) {
        auto* made = command(*store, name, help);
        made->add_option("--data", path, "The tablet's data folder.")->required();
        made->add_option("--key", key_file, "File with the store's key; without it the service's credential is used.");
        return made;
    };
    of_store("verify", "Prove the store whole, or name the first broken link.")->callback([&] {
        action = [&] { return admin::store_verify(path, key_file, clock, std::cout); };
    });
    auto* rekey = of_store("rekey", "Encrypt the store anew with another key.");
    rekey->add_option("--new-key", other, "File with the new key, made with 'bedside-admin key new'.")->required();
    rekey->callback([&] { action = [&] { return admin::store_rekey(path, key_file, other, clock, std::cout); }; });
    of_store("wrap", "Read a passphrase from standard input and let it open the store.")->callback([&] {
        action = [&] { return admin::store_wrap(path, key_file, clock, std::cin, std::cout); };
    });

    auto* rescue = group("rescue", "Rescue files that tablets wrote to a USB stick.");
    auto* new_rescue_key = command(*rescue, "key", "Make the study's rescue key in a new file and print its public half.");
    new_rescue_key->add_option("FILE", path, "The file to make; it must not exist.")->required();
    new_rescue_key->callback([&] { action = [&] { return admin::rescue_key(path, std::cout); }; });
    auto const of_rescue = [&](char const* name, char const* help) {
        auto* made = command(*rescue, name, help);
        made->add_option("FILE", path, "The rescue file.")->required();
        made->add_option("--key", key_file, "File with the study's rescue key.")->required();
        return made;
    };
    of_rescue("open", "Prove a rescue file whole and say what is in it.")->callback([&] {
        action = [&] { return admin::rescue_open(path, key_file, std::cout); };
    });
    auto* unpack = of_rescue("unpack", "Unpack a rescue file into a folder; a second time changes nothing.");
    unpack->add_option("--into", other, "The folder.")->required();
    unpack->callback([&] { action = [&] { return admin::rescue_unpack(path, key_file, other, std::cout); }; });
    std::filesystem::path server_config = "/etc/bedside/server.toml";
    auto* import = command(*rescue, "import", "Have this machine's study server take a rescue file in; a second time changes nothing.");
    import->add_option("FILE", path, "The rescue file.")->required();
    import->add_option("--config", server_config, "The server's configuration.")->capture_default_str();
    import->callback([&] { action = [&] { return admin::rescue_import(path, server_config); }; });

    simulate::TrialOptions trial;
    bool prepare_only = false;
    auto* simulation = command(app, "simulate", "Run a whole trial of simulated patients through real stores, sync and server.");
    simulation->add_option("STUDY", trial.study, "Study folder with simulation.toml.")->required();
    simulation->add_option("DIR", trial.directory, "Folder for server, tablets, data sets and report.")->required();
    simulation->add_option("--seed", trial.seed, "The same seed gives the same data sets and report, byte for byte.")->capture_default_str();
    simulation->add_option("--participants,--tablets", trial.participants, "How many patients, a tablet each.")->capture_default_str();
    simulation->add_option("--threads", trial.threads, "Tablets that work at the same time.")->capture_default_str()->check(CLI::Range(1, 64));
    auto* elsewhere = simulation->add_option("--server", trial.url, "Address of a running server, in the place of one inside.");
    simulation->add_option("--codes", trial.codes, "File of that server's enrolment codes, one a line.")->needs(elsewhere);
    simulation->add_flag("--prepare", prepare_only, "Only write the study folder that such a server must publish first.");
    int load_forms = 0;
    simulation->add_option("--load", load_forms, "No trial but a load: every tablet hands in so many forms, then all are handed over at once.")->check(CLI::Range(1, 10'000));
    simulation->callback([&] { action = [&] { return admin::simulate_trial(trial, prepare_only, load_forms, std::cout); }; });

    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& request) { // --help and --version
        return app.exit(request);
    } catch (CLI::ParseError const& error) {
        std::cerr << "bedside-admin: " << error.what() << "; see bedside-admin --help.\n";
        return 2;
    }
    auto const result = action();
    std::cout.flush();
    if (!result) {
        auto const& sentence = result.error().message;
        std::cerr << "bedside-admin: " << sentence << (sentence.ends_with('.') ? "\n" : ".\n");
        return exit_status_of(result.error().code);
    }
    if (!std::cout) {
        std::cerr << "bedside-admin: the output cannot be written; check the disk.\n";
        return 1;
    }
    return *result;
}
