// SPDX-License-Identifier: Apache-2.0
// One drawing for each way of answering.
#pragma once

#include "kiosk/flow/screens/item.h"
#include "kiosk/ui/ui.h"

namespace bedside::ui {

void draw_control(flow::ItemView const& view, flow::DisplayControl const& control, Ui& ui);
void draw_control(flow::ItemView const& view, flow::BoxRowControl const& control, Ui& ui);
void draw_control(flow::ItemView const& view, flow::OptionsControl const& control, Ui& ui);
void draw_control(flow::ItemView const& view, flow::BodyMapControl const& control, Ui& ui);
void draw_control(flow::ItemView const& view, flow::TimeControl const& control, Ui& ui);
void draw_control(flow::ItemView const& view, flow::NumberControl const& control, Ui& ui);
void draw_control(flow::ItemView const& view, flow::TextControl const& control, Ui& ui);

// --- parts that several of them share

/// Header and question (or topic word) at the top of `area`; returns the height used.
/// At extra-large a header joins the topic's line where that fits.
int draw_question(flow::ItemView const& view, Rect const& area, Ui& ui);
/// The same without drawing, for an area of that width and height.
int question_height(flow::ItemView const& view, int width, int height, Ui& ui);
/// Whether it stays within the area without breaking a word.
bool question_fits(flow::ItemView const& view, int width, int height, Ui& ui);
/// "You chose 6" and the hint beside or below it, top-aligned in `area`; returns the height used. Measures only where `draw` is false.
int draw_readout(flow::ItemView const& view, Rect const& area, Ui& ui, bool draw = true);
/// One key above, the value, one key below.
void draw_stepper(flow::Stepper const& stepper, Rect const& area, Ui& ui);
/// The same in one low line: less, value, more.
void draw_flat_stepper(flow::Stepper const& stepper, Rect const& area, Ui& ui);
/// A keypad in `columns` columns.
void draw_keypad(std::vector<flow::Key> const& keys, Rect const& area, int columns, Ui& ui);

} // namespace bedside::ui
