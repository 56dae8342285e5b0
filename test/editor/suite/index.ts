import './review.test';
