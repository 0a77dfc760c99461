// SPDX-License-Identifier: Apache-2.0
// What is on the screen, as a JSON file for scripts: --ui-tree.
#pragma once

#include "forms/base/result.h"
#include "kiosk/ui/ui.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace bedside::app {

/// {"screen", "place", "taps_from", "width", "height", "elements": [{"id", "role", "label", "rect": {"x","y","w","h"}, "enabled", "selected"}]}
/// in pixels. `taps_from`: wall clock in ms from which touches count on this screen.
std::string ui_tree_json(ui::Ui const& ui, std::string_view place, std::int64_t taps_from, int width, int height);

/// The file of --ui-tree: written anew when what is shown changed.
class UiTree {
public:
    /// An empty path: none is written.
    explicit UiTree(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }
    /// Replaces the file at once, so that a reader never sees half of it; it need not outlive a power cut. Fails as write_atomically() does.
    /// `now_ms` by the wall clock: another place ignores touches for the guard time from then.
    Result<void> write(ui::Ui const& ui, std::string_view place, std::int64_t now_ms, int width, int height);

private:
    std::filesystem::path m_file;
    std::string m_written;
    std::string m_place;
    std::int64_t m_taps_from = 0; ///< wall clock, ms: until then the screen of m_place ignores touches
};

} // namespace bedside::app
