// SPDX-License-Identifier: Apache-2.0
// Wording packs: the licensed sentences of an instrument, signed, for one study and one time.
#pragma once

#include "forms/base/clock.h"
#include "forms/base/crypto.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::packs {

/// Relative name -> bytes.
using Files = std::map<std::string, std::string>;

/// What a pack says of itself, in manifest.json.
struct Manifest {
    std::string instrument;          ///< "qlq-c30": name of a shipped instrument
    std::string instrument_version;  ///< "3.0"
    std::string language;            ///< BCP-47
    std::string translation_version; ///< as the licensor names it
    std::string licensee;
    std::string agreement;           ///< the licensor's agreement id
    std::string study;               ///< study id
    CivilDate valid_from;            ///< study-local dates, both included
    CivilDate valid_until;
    std::string copyright;           ///< shown verbatim on every screen
    std::map<std::string, std::string> files; ///< name -> sha256 hex
};

/// The texts of the QLQ-C30 in one language.
struct Wording {
    std::string title;
    std::string instructions;
    std::string general_header;         ///< above items 1-5; empty when there is none
    std::string week_header;            ///< above items 6-30
    std::vector<std::string> items;     ///< 30
    std::vector<std::string> options;   ///< 4, for items 1-28
    std::string lowest;                 ///< anchors of items 29 and 30
    std::string highest;
};

/// A pack whose signature, hashes and content have been checked.
struct Pack {
    Manifest manifest;
    Wording wording;
    std::string hash; ///< sha256 hex of manifest.json; goes into every response
};

/// What a pack must be for. Absent parts are not compared.
struct Purpose {
    std::string instrument; ///< empty: any
    std::string study;      ///< empty: any
    std::optional<CivilDate> today;
};

/// manifest.json, manifest.sig and the files that the manifest names; audio may be left out where `audio` says so. A recording is a WAV file
/// (PCM of 8 or 16 bits or IMA ADPCM, 8 to 48 kHz, one or two channels) named after the text that it says: audio/q1.wav to q30.wav, general, week,
/// instructions, option-1 to option-4, number-1 to number-7, low, high. Any may be missing; all together are at most 16 MB.
enum class Audio { present, left_out };
/// Checks everything: signature by one of `public_keys` (32 bytes each), names and hashes of files, 30 items, 4 option labels, 7 numbers,
/// no control characters, recordings, purpose. Fails with invalid_pack and a sentence that names the first thing that is wrong, never the wording.
Result<Pack> verify_pack(Files const& files, std::vector<Bytes> const& public_keys, Purpose const& purpose, Audio audio = Audio::present);

/// Makes a pack from pack.json (the manifest without `files`), wording.json and audio/*: adds the hashes, signs.
/// Fails with invalid_pack as verify_pack would.
Result<Files> build_pack(Files const& source, SigningKey const& key);

/// The instrument's Questionnaire with every text replaced by the pack's: no demonstration tag, the copyright line as footer, the pack's
/// hash, and a version of its own. Fails with invalid_pack when the instrument has a text that the pack does not cover.
Result<std::string> apply_pack(std::string_view questionnaire, Pack const& pack);

/// Text as shown -> sha256 hex of the recording that says it.
std::map<std::string, std::string> recordings_of(Pack const& pack);

/// All files of a folder, by name relative to it; nothing else than files and folders, at most 64 MB. Fails with not_found, invalid_pack or io.
Result<Files> read_pack_folder(std::filesystem::path const& folder);

} // namespace bedside::packs
