// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/response.h"
#include "forms/instruments/instruments.h"
#include "forms/study/study.h"
#include "tests/packs/nonsense.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::packs;
using namespace bedside::test;
using nlohmann::json;

namespace {

Purpose const right_purpose { .instrument = "qlq-c30", .study = "nonsense-study", .today = CivilDate { 2026, 6, 1 } };

std::string refusal_of(Files const& files, Purpose const& purpose = right_purpose)
{
    auto const pack = verify_pack(files, trusted_keys(), purpose);
    if (pack)
        return "accepted";
    CHECK(pack.error().code == Code::invalid_pack);
    return pack.error().message;
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

/// What build says to a changed wording.
std::string refusal_of_wording(void (*change)(json&))
{
    auto wording = nonsense_wording();
    change(wording);
    auto const pack = build_pack(nonsense_source(nonsense_head(), wording), nonsense_key());
    return pack ? "accepted" : pack.error().message;
}

std::string refusal_of_head(void (*change)(json&))
{
    auto head = nonsense_head();
    change(head);
    auto const pack = build_pack(nonsense_source(head), nonsense_key());
    return pack ? "accepted" : pack.error().message;
}

/// A manifest changed and signed again by the right key: only what it says is wrong.
std::string refusal_of_signed(void (*change)(json&))
{
    auto files = nonsense_pack();
    auto manifest = json::parse(files["manifest.json"]);
    change(manifest);
    files["manifest.json"] = manifest.dump();
    files["manifest.sig"] = base64(sign(nonsense_key(), files["manifest.json"]));
    return refusal_of(files);
}

} // namespace

TEST_CASE("a complete pack is accepted, audio and all", "[R-041]")
{
    auto const pack = verify_pack(nonsense_pack(), trusted_keys(), right_purpose);
    REQUIRE(pack);
    CHECK(pack->manifest.agreement == "X-0");
    CHECK(pack->manifest.files.size() == 2);
    CHECK(pack->hash == sha256_hex(nonsense_pack().at("manifest.json")));
    CHECK(pack->wording.items.at(29) == "blorp 30 frim?");
}

TEST_CASE("the same source and key give the same pack")
{
    CHECK(nonsense_pack() == nonsense_pack());
}

TEST_CASE("a pack without all its items, or with more, is refused", "[R-041]")
{
    CHECK(contains(refusal_of_wording([](json& one) { one["items"].erase("17"); }), "item 17 is missing"));
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["31"] = "x"; }), "more than items 1 to 30"));
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["4"] = ""; }), "item 4 is empty"));
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["4"] = 4; }), "item 4 must be a text"));
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["4"] = std::string(4001, 'x'); }), "item 4 is longer"));
    CHECK(contains(refusal_of_wording([](json& one) { one["extra"] = "x"; }), "not part of a wording pack"));
    CHECK(contains(refusal_of_wording([](json& one) { one.erase("headers"); }), "needs 'headers'"));
    CHECK(contains(refusal_of_wording([](json& one) { one["headers"]["week"] = ""; }), "recall header is empty"));
}

TEST_CASE("a wrong number of options is refused")
{
    CHECK(contains(refusal_of_wording([](json& one) { one["options4"].push_back("zeg"); }), "'options4' must hold 4 texts, not 5"));
    CHECK(contains(refusal_of_wording([](json& one) { one["options7"].erase(6); }), "'options7' must hold 7 texts, not 6"));
    CHECK(contains(refusal_of_wording([](json& one) { one["options7"][3] = "four"; }), "the numbers 1 to 7"));
    CHECK(contains(refusal_of_wording([](json& one) { one["anchors7"].erase("high"); }), "needs 'high'"));
}

TEST_CASE("control characters, separators and directional overrides are refused")
{
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["9"] = "a\nb"; }), "item 9 holds a control character"));
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["9"] = "a\x7F"; }), "item 9 holds a control character"));
    CHECK(contains(refusal_of_wording([](json& one) { one["items"]["9"] = "a\xC2\x85"; }), "item 9 holds a control character"));
    CHECK(contains(refusal_of_wording([](json& one) { one["options4"][0] = "a\xE2\x80\xAE"; }), "number 1 holds a control character"));
    CHECK(contains(refusal_of_wording([](json& one) { one["title"] = "a\xE2\x80\xA8"; }), "'title' holds a control character"));
    CHECK(refusal_of_wording([](json& one) { one["items"]["9"] = "a\xC2\xA0\xE7\x96\xBC\xE2\x80\xA6"; }) == "accepted");
}

TEST_CASE("a pack whose texts are not UTF-8 is refused", "[R-068]")
{
    for (auto const* file : { "pack.json", "wording.json" }) {
        auto source = nonsense_source();
        auto& text = source[file];
        text.replace(text.find("nonsense 1") != std::string::npos ? text.find("nonsense 1") : text.find("Snorf"), 1, "\xe7");
        auto const pack = build_pack(source, nonsense_key());
        CHECK(contains(pack ? "accepted" : pack.error().message, std::string(file) + " is not a JSON object in UTF-8"));
    }
}

TEST_CASE("no refusal repeats a text of the pack", "[R-070]")
{
    CHECK_FALSE(contains(refusal_of_wording([](json& one) { one["items"]["9"] = "SECRETWORDING\n"; }), "SECRETWORDING"));
    CHECK_FALSE(contains(refusal_of_wording([](json& one) { one["SECRETWORDING"] = "x"; }), "SECRETWORDING"));
}

TEST_CASE("a head that does not say everything is refused")
{
    CHECK(contains(refusal_of_head([](json& one) { one.erase("licensee"); }), "needs 'licensee'"));
    CHECK(contains(refusal_of_head([](json& one) { one["agreement"] = ""; }), "'agreement' is empty"));
    CHECK(contains(refusal_of_head([](json& one) { one["validUntil"] = "2025-12-31"; }), "lies before 'validFrom'"));
    CHECK(contains(refusal_of_head([](json& one) { one["validUntil"] = "2026-02-30"; }), "must be a date"));
    CHECK(contains(refusal_of_head([](json& one) { one["format"] = "other"; }), "must have the format"));
    CHECK(contains(refusal_of_head([](json& one) { one["instrument"] = "other"; }), "wording packs are for the instrument qlq-c30"));
    CHECK(contains(refusal_of_head([](json& one) { one["instrumentVersion"] = "2.0"; }), "version 3.0"));
}

TEST_CASE("a pack for another instrument, study or time is refused", "[R-041]")
{
    auto const files = nonsense_pack();
    auto const with = [&](auto change) {
        auto purpose = right_purpose;
        change(purpose);
        return refusal_of(files, purpose);
    };
    CHECK(contains(with([](Purpose& one) { one.instrument = "other"; }), "not for 'other'"));
    CHECK(contains(with([](Purpose& one) { one.study = "other"; }), "licensed for the study 'nonsense-study', not for 'other'"));
    CHECK(contains(with([](Purpose& one) { one.today = CivilDate { 2025, 12, 31 }; }), "valid from 2026-01-01 only"));
    CHECK(contains(with([](Purpose& one) { one.today = CivilDate { 2027, 1, 1 }; }), "valid until 2026-12-31; renew"));
    CHECK(with([](Purpose& one) { one.today = CivilDate { 2026, 1, 1 }; }) == "accepted");
    CHECK(with([](Purpose& one) { one.today = CivilDate { 2026, 12, 31 }; }) == "accepted");
}

TEST_CASE("a changed, missing or additional file is refused", "[R-041]")
{
    auto const spoiled = [](auto change) {
        auto files = nonsense_pack();
        change(files);
        return refusal_of(files);
    };
    CHECK(contains(spoiled([](Files& files) { files["wording.json"][20] ^= 1; }), "'wording.json' is not the one that was signed"));
    CHECK(contains(spoiled([](Files& files) { files["audio/q1.wav"] += "x"; }), "'audio/q1.wav' is not the one that was signed"));
    CHECK(contains(spoiled([](Files& files) { files.erase("audio/q1.wav"); }), "'audio/q1.wav' of the pack is missing"));
    CHECK(contains(spoiled([](Files& files) { files["audio/q2.wav"] = "x"; }), "'audio/q2.wav' that its manifest does not name"));
    CHECK(contains(spoiled([](Files& files) { files.erase("manifest.sig"); }), "has no manifest.sig"));
    CHECK(contains(spoiled([](Files& files) { files.erase("manifest.json"); }), "has no manifest.json"));
}

TEST_CASE("a wrong signature is refused: another key, another manifest, none", "[R-041]")
{
    auto files = nonsense_pack();
    CHECK_FALSE(verify_pack(files, {}, right_purpose));
    auto const other = SigningKey::generate();
    CHECK(contains(verify_pack(files, { Bytes(other.public_key.begin(), other.public_key.end()) }, right_purpose).error().message, "signature"));
    files["manifest.json"].insert(1, " ");
    CHECK(contains(refusal_of(files), "signature"));
    files = nonsense_pack();
    files["manifest.sig"] = "garbage";
    CHECK(contains(refusal_of(files), "signature"));
}

TEST_CASE("a signed manifest may still be wrong")
{
    CHECK(contains(refusal_of_signed([](json& one) { one["files"]["../x"] = std::string(64, '0'); }), "plain names"));
    CHECK(contains(refusal_of_signed([](json& one) { one["files"]["wording.json"] = "0"; }), "64 lower-case"));
    CHECK(contains(refusal_of_signed([](json& one) { one["files"].erase("wording.json"); }), "does not name wording.json"));
    CHECK(contains(refusal_of_signed([](json& one) { one["files"] = 1; }), "each file with its sha256"));
    CHECK(contains(refusal_of_signed([](json& one) { one["arm"] = 1; }), "not part of a wording pack"));
}

TEST_CASE("applied, the pack's words stand everywhere and the demonstration nowhere", "[R-042]")
{
    auto const pack = verify_pack(nonsense_pack(), trusted_keys(), right_purpose).value();
    auto const worded = apply_pack(*forms::shipped_instrument("qlq-c30"), pack);
    REQUIRE(worded);
    auto const form = forms::load_questionnaire(*worded);
    INFO((form ? "" : form.error().message));
    REQUIRE(form);
    CHECK(form->wording == forms::Wording::licensed);
    CHECK(form->wording_pack_hash == pack.hash);
    CHECK(form->footer.original == "(c) Nobody 0000");
    CHECK(form->title.original == "Snorf");
    CHECK(form->language == "zh-Hans");
    for (int i = 1; i <= 30; ++i)
        CHECK(form->find("q" + std::to_string(i))->text.in("en") == "blorp " + std::to_string(i) + " frim?");
    auto const& choice = std::get<forms::ChoiceItem>(form->find("q28")->kind);
    REQUIRE(choice.options.size() == 4);
    CHECK(choice.options[3].display.in("en") == "zug");
    CHECK(form->find("q29")->anchors->low.original == "floo");
    CHECK(form->find("q30")->anchors->high.original == "fnord");
    CHECK(form->find("instructions")->text.original == "Wibble the dax.");
    // nothing of the shipped prompts is left: not in any language
    auto const shipped = forms::load_questionnaire(*forms::shipped_instrument("qlq-c30")).value();
    for (int i = 1; i <= 30; ++i) {
        for (auto const* language : { "zh-Hans", "zh-Hant", "en" })
            CHECK_FALSE(contains(*worded, shipped.find("q" + std::to_string(i))->text.in(language)));
    }
    CHECK(form->version != shipped.version);
    CHECK(form->url == shipped.url);
}

TEST_CASE("responses carry the pack's hash, or the demonstration tag until there is one", "[R-041]")
{
    auto const pack = verify_pack(nonsense_pack(), trusted_keys(), right_purpose).value();
    auto const licensed = forms::load_questionnaire(apply_pack(*forms::shipped_instrument("qlq-c30"), pack).value()).value();
    auto const demonstration = forms::load_questionnaire(*forms::shipped_instrument("qlq-c30")).value();
    forms::Answers answers;
    for (int i = 1; i <= 30; ++i)
        answers["q" + std::to_string(i)].absence = forms::Absence::asked_declined;
    forms::ResponseHeader header;
    header.id = "3f0e0d3c-58a5-4a8f-9a37-0f1c6c9d0b11";
    header.subject = "P-001";
    header.language = "zh-Hans";
    header.authored = parse_iso8601("2026-06-01T10:00:00+08:00").value();
    header.tablet = "T-01";
    header.visit = "T1m";
    header.study = "nonsense-study";
    auto const with = forms::build_response(licensed, answers, header);
    INFO((with ? "" : with.error().message));
    REQUIRE(with);
    CHECK(contains(*with, pack.hash));
    CHECK_FALSE(contains(*with, "demonstration"));
    auto const without = forms::build_response(demonstration, answers, header);
    REQUIRE(without);
    CHECK(contains(*without, "demonstration"));
}

TEST_CASE("a study with its pack loads, and is no demonstration")
{
    auto const study = study::load_study(nonsense_study());
    INFO((study ? "" : study.error().message));
    REQUIRE(study);
    CHECK_FALSE(study->demonstration);
    CHECK(study->form("qol")->definition->wording == forms::Wording::licensed);
    CHECK(study->form("qol")->pack->licensee == "Hospital of Nowhere");
    CHECK(contains(study->form("qol")->source, "blorp 30 frim?"));
}

TEST_CASE("a study refuses a pack that is not for it or not trusted, with its line")
{
    auto const refused = [](std::string const& from, std::string const& to) {
        auto files = nonsense_study();
        auto& toml = files["study.toml"];
        toml.replace(toml.find(from), from.size(), to);
        return study::load_study(files).error().message;
    };
    CHECK(contains(refused("id = \"nonsense-study\"", "id = \"other\""), "study.toml line 12: the pack is licensed for the study"));
    CHECK(contains(refused(hex(nonsense_key().public_key), std::string(64, '0')), "study.toml line 12: the signature"));
    CHECK(contains(refused("packs/qlq", "packs/none"), "study.toml line 12: the study has no file 'packs/none/manifest.json'"));
    CHECK(contains(refused("pack = \"packs/qlq\"\n", ""), "demonstration wording"));
    CHECK(contains(refused(hex(nonsense_key().public_key), "12"), "study.toml line 8: a key in 'pack-keys'"));
    auto files = nonsense_study();
    files["packs/qlq/wording.json"][30] ^= 1;
    CHECK(contains(study::load_study(files).error().message, "is not the one that was signed"));
}

TEST_CASE("a file whose name is no text is refused, where it once ended the program")
{
    // The manifest was written before the names were looked at, and JSON takes no bytes that are not UTF-8.
    for (auto const* name : { "\xFF", "audio/\xFF.ogg", "audio/../x", "notes.txt" }) {
        auto source = nonsense_source();
        source[name] = "x";
        CHECK(packs::build_pack(source, nonsense_key()).error().code == Code::invalid_pack);
    }
}
