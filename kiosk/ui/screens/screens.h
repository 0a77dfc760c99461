// SPDX-License-Identifier: Apache-2.0
// Every screen: a view in, what was pressed out.
#pragma once

#include "kiosk/flow/view.h"
#include "kiosk/ui/ui.h"

#include <optional>

namespace bedside::ui {

/// One whole frame: strip, tools, the view, into the canvas of `ui`. Returns what was pressed since the last frame;
/// then nothing was painted, and the frame after the press is to be drawn at once.
std::optional<flow::Intent> draw(flow::Screenful const& screenful, Window const& window, Ui& ui);

// Each draws between Ui::begin() and Ui::end(); presses are collected by `ui`.
void draw_view(flow::LockView const& view, Ui& ui);
void draw_view(flow::DarkView const& view, Ui& ui);
void draw_view(flow::PinView const& view, Ui& ui);
void draw_view(flow::ParticipantsView const& view, Ui& ui);
void draw_view(flow::IdentityView const& view, Ui& ui);
void draw_view(flow::TasksView const& view, Ui& ui);
void draw_view(flow::ItemView const& view, Ui& ui);
void draw_view(flow::DeclineView const& view, Ui& ui);
void draw_view(flow::ReviewView const& view, Ui& ui);
void draw_view(flow::ThanksView const& view, Ui& ui);
void draw_view(flow::PainHighView const& view, Ui& ui);
void draw_view(flow::RestView const& view, Ui& ui);
void draw_view(flow::ChooserView const& view, Ui& ui);
void draw_view(flow::SyncStatusView const& view, Ui& ui);
void draw_view(flow::RecoveryView const& view, Ui& ui);
void draw_view(flow::PassphraseView const& view, Ui& ui);
void draw_view(flow::CleaningView const& view, Ui& ui);
void draw_view(flow::ListView const& view, Ui& ui);
void draw_view(flow::ChartView const& view, Ui& ui);
void draw_view(flow::SelfTestView const& view, Ui& ui);

/// The keys of a view's list, for the band. They outlive the call.
std::vector<flow::Key const*> each_of(std::vector<flow::Key> const& keys);
/// Up and down keys of a list that doesn't fit, right-aligned at `right`; returns the clamped page.
/// Nothing is drawn where there is one page.
int pager(Ui& ui, int right, int centre_y, int page, int pages);

} // namespace bedside::ui
