//! The head of a group: which destination it opens, and what its end will finish.

use super::{Change, Finishes, To, Walk};
use crate::extract::Place;
use crate::extract::rtf::destinations::{self, Catch, Destination};

impl Walk {
    /// Whether the head of this group opens a destination; unknown ones that may be ignored are caught.
    pub(super) fn destination(&mut self, word: &[u8]) -> bool {
        let known = destinations::of(word);
        let destination = match known {
            Some(known) => known,
            // Within what holds no words, such as the list of styles, nothing else does.
            None if self.ignorable && matches!(self.group.to, To::Nowhere | To::Picture) => {
                Destination::Nothing
            }
            None if self.ignorable => Destination::Catch(Catch::Unknown),
            None => return false,
        };
        if self.group.muted {
            return true;
        }
        match destination {
            Destination::Through => {}
            Destination::Nothing => self.group.to = To::Nowhere,
            Destination::Mute => self.group.muted = true,
            Destination::Fonts => self.group.to = To::Fonts,
            Destination::Html => self.group.to = To::Html,
            Destination::Object => {
                self.group.to = To::Object;
                self.finish_with(Finishes::Object);
            }
            Destination::Picture => {
                self.group.to = To::Picture;
                self.writing.begin_picture();
                self.finish_with(Finishes::Picture);
            }
            Destination::Shape => self.group.shape = self.writing.told(),
            Destination::ShapeResult => {
                self.group.muted = self.writing.told() > self.group.shape;
            }
            Destination::Twofold => {
                // The rendering for old programs stands in it, and the other in a group that undoes this.
                self.group.muted = true;
            }
            Destination::Unicode => {}
            Destination::Story(place) => self.story(place),
            Destination::Annotation => {
                self.story(Place::Comment);
                self.writing.begin_comment();
            }
            Destination::Catch(catch) => {
                self.group.to = To::Caught;
                self.writing.begin_catch();
                self.finish_with(Finishes::Catch(catch));
            }
        }
        true
    }

    pub(super) fn finish_with(&mut self, finishes: Finishes) {
        // Two destinations at one group's head: the first keeps the end, and the second's is made up for at once.
        if self.group.finishes == Finishes::Nothing {
            self.group.finishes = finishes;
        } else {
            match finishes {
                Finishes::Story(place) => self.writing.end_story(place),
                Finishes::Catch(_) => self.writing.drop_catch(),
                _ => {}
            }
        }
    }

    pub(super) fn story(&mut self, place: Place) {
        self.group.to = To::Text;
        self.group.hidden = false;
        self.group.change = Change::Kept;
        self.writing.begin_story();
        self.finish_with(Finishes::Story(place));
    }

    /// The Unicode rendering is read as the text around both would be.
    pub(super) fn unmute(&mut self) {
        let before = self
            .outer
            .len()
            .checked_sub(2)
            .and_then(|at| self.outer.get(at));
        if let Some(before) = before {
            self.group.to = before.to;
            self.group.muted = before.muted;
            self.head = true;
            self.ignorable = false;
        }
    }
}
